/// A solid the renderer draws: a box, an ellipsoid or an upright cylinder, turned about the vertical.
struct Shape {
    enum Form: UInt8 { case box, ellipsoid, cylinder }

    var form: Form
    var texture = Wall.Texture.plain
    /// Shows its colour whatever the light.
    var glows = false
    var id: UInt16
    var center: SIMD3<Float>
    /// Half extents along its own axes, metres.
    var half: SIMD3<Float>
    var sine: Float = 0
    var cosine: Float = 1
    var color: SIMD3<Float>
    var accent = SIMD3<Float>(0, 0, 0)
}
