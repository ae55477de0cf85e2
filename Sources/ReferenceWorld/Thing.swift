/// One object of the reference world: a box or a sphere with an identity, a state and a velocity.
struct Thing: Sendable {
    enum Kind: String, Sendable {
        case wall, block, tree, crown, ball, box, dog, person, burger, canvas, lamp, door, lever
    }
    enum Form: Sendable { case box, sphere }

    var kind: Kind
    var form = Form.box
    /// Instance id; 1 is shared by all fixed walls.
    var id: UInt16 = 1
    /// Centre, metres.
    var position: SIMD3<Float>
    /// Half extents of a box, radius of a sphere in x.
    var half: SIMD3<Float>
    var color: SIMD3<Float>
    var velocity = SIMD3<Float>(0, 0, 0)
    /// Bites, strokes, open = 1, lit = 1.
    var state: Float = 0
    var heading: Float = 0
    /// Whether the player walks into it.
    var solid = true
    /// What a lever or a door acts on.
    var target: UInt16 = 0

    var lowest: SIMD3<Float> { position - half }
    var highest: SIMD3<Float> { position + half }

    /// The colour it shows in its present state.
    var shownColor: SIMD3<Float> {
        switch kind {
        case .lamp: state > 0 ? SIMD3(1, 0.95, 0.55) : SIMD3(0.35, 0.33, 0.3)
        case .canvas: Palette.paint[Int(state) % Palette.paint.count]
        case .lever: state > 0 ? SIMD3(0.3, 0.85, 0.4) : SIMD3(0.8, 0.3, 0.3)
        default: color
        }
    }
}
