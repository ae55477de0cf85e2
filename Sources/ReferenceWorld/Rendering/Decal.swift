/// A soft round spot on the ground: the shadow of a thing or the glow of a lamp.
struct Decal {
    var x: Float
    var z: Float
    var radius: Float
    /// How far the colour goes to `color` at the centre, 0 to 1.
    var strength: Float
    var color: SIMD3<Float>
}
