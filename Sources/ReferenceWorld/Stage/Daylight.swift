/// The colours of the sky and of the light.
struct Daylight: Sendable {
    var name: String
    var zenith: SIMD3<Float>
    var horizon: SIMD3<Float>
    /// What the light does to every colour.
    var tint: SIMD3<Float>

    static let all = [
        Daylight(
            name: "by day", zenith: SIMD3(0.36, 0.62, 0.95), horizon: SIMD3(0.80, 0.91, 0.98), tint: SIMD3(1, 1, 1)),
        Daylight(
            name: "in the morning", zenith: SIMD3(0.50, 0.74, 0.93), horizon: SIMD3(0.98, 0.93, 0.80),
            tint: SIMD3(1.02, 0.98, 0.92)),
        Daylight(
            name: "at dusk", zenith: SIMD3(0.50, 0.48, 0.78), horizon: SIMD3(0.98, 0.72, 0.58),
            tint: SIMD3(1.0, 0.88, 0.87)),
    ]
}
