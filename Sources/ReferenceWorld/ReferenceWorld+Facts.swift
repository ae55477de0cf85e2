import Worlds

/// What captions say of an episode, noted while it is played.
extension ReferenceWorld {
    /// Pictures between two looks at what can be seen.
    private static let interval = 4
    /// How far to the side, up and down and away a thing can be seen: radians, radians and metres.
    private static let view: (side: Float, up: Float, distance: Float) = (0.62, 0.45, 14)

    /// Every setting and daylight that facts name.
    public static let settings = [

        "a walled garden", "a meadow with hedges", "four rooms with doorways", "a corridor",
        "a corridor with a corner", "a street", "a hall of pillars", "a hall with stairs", "two rooms alike",
        "two rooms with a doorway", "a plaza of things", "a room", "a plaza with a table",
        "a plaza with two platforms", "a plaza",
    ]
    public static let daylights = Daylight.all.map(\.name)

    /// Begins the facts of an episode.
    var facts: SceneFacts { SceneFacts(setting: stage.scene.setting, daylight: stage.scene.daylight.name) }

    /// Adds what can be seen in picture `number`, and what has just happened.
    func note(in facts: inout SceneFacts, picture number: Int) {
        for event in stage.events {
            guard let thing = thing(event.object), let verb = Self.verbs[event.kind] else { continue }
            facts.events.append(.init(picture: number, text: "the \(Self.name(of: thing)) \(verb)"))
        }
        guard number % Self.interval == 0 else { return }
        for thing in stage.things where thing.id > 1 {
            let (yaw, pitch, distance) = bearing(to: thing.position)
            var side = yaw - pose.yaw
            if side > .pi { side -= 2 * .pi } else if side < -.pi { side += 2 * .pi }
            guard abs(side) < Self.view.side, abs(pitch - pose.pitch) < Self.view.up, distance < Self.view.distance,
                hasSight(of: thing.id)
            else { continue }
            let name = Self.name(of: thing)
            let index = facts.things.firstIndex(of: name) ?? facts.things.count
            if index == facts.things.count { facts.things.append(name) }
            let speed = (thing.velocity * thing.velocity).sum().squareRoot()
            facts.sights.append(
                .init(
                    picture: number, thing: index, x: side / Self.view.side, distance: distance,
                    moves: speed > 0.15 || thing.isWalking))
        }
    }

    /// What happens, behind the thing that it happens to.
    static let verbs = [
        "push": "is pushed", "topple": "topples", "bounce": "bounces", "fall": "falls", "land": "lands",
        "release": "drops", "launch": "flies off", "throw": "is thrown", "put": "is put down", "take": "is taken",
        "bite": "is bitten", "paint": "is painted", "place": "is placed", "greet": "is greeted",
        "press": "is pressed", "light": "lights up", "lift": "rises", "lower": "comes down", "switch": "is switched",
        "open": "opens", "close": "closes", "burst": "bursts", "burn_out": "burns out", "swap": "swaps places",
    ]

    /// Without an article.
    private static func name(of thing: Thing) -> String {
        var words: [String] = []
        let side = thing.half.max()
        if [.ball, .cube, .box, .crate].contains(thing.kind) {
            if side < 0.15 { words.append("small") } else if side > 0.4 { words.append("large") }
        }
        switch thing.kind {
        case .door, .drawer: words.append(thing.state > 0 ? "open" : "closed")
        case .lamp, .candle: words.append(thing.state > 0 ? "lit" : "dark")
        default: break
        }
        if thing.kind == .person {
            words.append("person")
            if !thing.colorName.isEmpty { words.append("in \(thing.colorName)") }
        } else {
            if !thing.colorName.isEmpty { words.append(thing.colorName) }
            words.append(thing.kind.rawValue)
        }
        return words.joined(separator: " ")
    }

    /// Every word of the things' names.
    public static var thingWords: [String] {
        ThingKind.allCases.map(\.rawValue) + Palette.words.map(\.name) + Palette.rooms.map(\.name)
            + ["small", "large", "open", "closed", "lit", "dark", "person", "in"] + verbs.values
    }
}
