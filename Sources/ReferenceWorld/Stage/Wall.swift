/// A fixed axis-aligned box of instance id 1.
struct Wall: Sendable {
    enum Texture: UInt8, Sendable { case plain, panels, band, frame }

    var lowest: SIMD3<Float>
    var highest: SIMD3<Float>
    var color: SIMD3<Float>
    /// Colour of bands and frames.
    var accent: SIMD3<Float>
    var texture = Texture.panels
}
