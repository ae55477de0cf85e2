extension ActionEffect {
    /// Translates a channel of an older `actions.json`, which has no effect: from its English meaning ("turn right 6
    /// degrees a frame", "strafe left 0.12 m a frame"), else from its name and the number in the meaning.
    init(name: String, meaning: String) {
        let words = meaning.lowercased().split(separator: " ")
        func number(before unit: Substring) -> Float? {
            guard let place = words.firstIndex(of: unit), place > 0, let value = Float(words[place - 1]),
                value.isFinite
            else { return nil }
            return value
        }
        let (degrees, metres) = (number(before: "degrees"), number(before: "m"))
        let verb = words.first ?? ""
        let side = words.dropFirst().first ?? ""
        let effect: ActionEffect? =
            switch (verb, side) {
            case ("turn", "right"): .turn(degrees: degrees)
            case ("turn", "left"): .turn(degrees: degrees.map { -$0 })
            case ("look", "up"): .look(degrees: degrees)
            case ("look", "down"): .look(degrees: degrees.map { -$0 })
            case ("walk", "back"): .move(metres: metres, .back)
            case ("walk", _): .move(metres: metres, .forward)
            case ("strafe", "left"): .move(metres: metres, .left)
            case ("strafe", "right"): .move(metres: metres, .right)
            case ("jump", _): .jump
            case ("use", _): .use
            default: nil
            }
        let named: ActionEffect =
            switch name {
            case "turn": .turn(degrees: degrees)
            case "look": .look(degrees: degrees)
            case "jump": .jump
            case "use": .use
            default: Direction(rawValue: name).map { .move(metres: metres, $0) } ?? .none
            }
        let found = effect ?? named
        self = found.flaw == nil ? found : .none
    }
}
