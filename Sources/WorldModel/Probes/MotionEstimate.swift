/// What a probe makes of two pictures.
public struct MotionEstimate: Hashable, Sendable {
    /// Of a `CameraShift`.
    public var parts: SIMD4<Float>
    /// How firmly what is seen holds the weakest part, over how firmly it is drawn to rest. Before a plain wall, where a step
    /// aside looks like a turn, it is small.
    public var firmness: Float

    /// From here on the pull to rest takes less than a hundredth of any part.
    public static let leastFirmness: Float = 100
    public var isFirm: Bool { firmness >= Self.leastFirmness }
}
