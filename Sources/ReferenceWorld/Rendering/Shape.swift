/// A solid the renderer draws: a box, an ellipsoid or an upright cylinder, turned about the vertical; a box that leans
/// over towards its own +x; or a wedge, the half of a box below the plane that rises towards its own +x.
struct Shape {
    enum Form: UInt8 { case box, ellipsoid, cylinder, leaning, wedge }

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
    /// Of the angle by which a box leans.
    var tiltSine: Float = 0
    var tiltCosine: Float = 1
    var color: SIMD3<Float>
    var accent = SIMD3<Float>(0, 0, 0)
}
