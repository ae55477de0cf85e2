/// What facts say of what can be seen.
extension ReferenceWorld {
    /// A thing's kind in the words of captions, or else its own; its colour, empty where it has none; whether it moves. Nil where no
    /// thing has this id.
    public func look(of id: UInt16) -> (kind: String, colour: String, moves: Bool)? {
        guard let thing = thing(id) else { return nil }
        let speed = (thing.velocity * thing.velocity).sum().squareRoot()
        return (thing.kind.noun ?? thing.kind.rawValue, thing.colorName, speed > 0.15 || thing.isWalking)
    }

    /// Such as "a walled garden".
    public var setting: String { stage.scene.setting }
    /// Such as "at dusk".
    public var daylight: String { stage.scene.daylight.name }
}
