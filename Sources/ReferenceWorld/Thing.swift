/// One object with an identity, a state and a velocity.
struct Thing: Sendable {
    enum Kind: String, Sendable {
        case tree, block, pedestal, ball, box, dog, person, burger, canvas, lamp, door, lever
    }

    var kind: Kind
    /// Instance id, from 2; 1 is shared by the ground and all fixed walls.
    var id: UInt16 = 0
    /// Centre of its bounds, metres.
    var position: SIMD3<Float>
    /// Half extents of its bounds, metres; the radius of a ball in every component.
    var half: SIMD3<Float>
    var color: SIMD3<Float>
    /// The word for the colour.
    var colorName = ""
    /// Metres a second.
    var velocity = SIMD3<Float>(0, 0, 0)
    /// Bites taken, strokes painted, open = 1, lit = 1, switched = 1.
    var state: Float = 0
    /// Radians from +z towards +x: where a creature looks, how a door or canvas faces.
    var heading: Float = 0
    /// Whether the player and bodies stop at it.
    var solid = true
    /// What a lever acts on.
    var target: UInt16 = 0
    /// How far a door has swung, 0 closed to 1 open; the gait of a creature, in radians.
    var progress: Float = 0
    /// Frames a creature goes on with what it does.
    var timer = 0
    /// Whether a creature walks at present.
    var walking = false
    /// Where a creature means to head, radians.
    var goal: Float = 0
    /// Frame of the last contact; contacts within a few frames of it are one.
    var touched = -100
    /// Frame of the last bounce off something.
    var bounced = -100

    init(kind: Kind, position: SIMD3<Float>, half: SIMD3<Float>, color: SIMD3<Float>, colorName: String = "") {
        (self.kind, self.position, self.half) = (kind, position, half)
        (self.color, self.colorName) = (color, colorName)
    }

    var lowest: SIMD3<Float> { position - half }
    var highest: SIMD3<Float> { position + half }

    /// Whether gravity and pushes move it.
    var isBody: Bool { kind == .ball || kind == .box || kind == .block }
    var isCreature: Bool { kind == .dog || kind == .person }
}
