/// The things as captions and policies know them.
extension Stage {
    mutating func mirror() {
        scene.things = things.map { thing in
            var other = Thing(
                kind: Self.likeness(thing.kind), position: thing.position, half: thing.half, color: thing.color,
                colorName: thing.colorName)
            (other.id, other.velocity, other.state) = (thing.id, thing.velocity, thing.state)
            (other.heading, other.progress, other.solid) = (thing.heading, thing.progress, thing.kind.isSolid)
            return other
        }
    }

    private static func likeness(_ kind: StagedKind) -> Thing.Kind {
        switch kind {
        case .ball: .ball
        case .cube, .box, .crate, .barrel, .cup, .drawer: .box
        case .block, .domino: .block
        case .tree, .bush: .tree
        case .dog: .dog
        case .person: .person
        case .burger: .burger
        case .canvas: .canvas
        case .lamp, .candle: .lamp
        case .door: .door
        case .button, .lever, .fuse: .lever
        default: .pedestal
        }
    }
}
