/// The arithmetic that a person asks for: one of those there are, or the fastest that keeps the quality.
public enum PrecisionChoice: String, Sendable, CaseIterable {
    case f32, bf16, int8, auto

    /// `auto` is what this machine was measured to be fastest in, once: int8 nearly everywhere. What was measured is kept, so that
    /// the same machine always makes the same pictures. A GPU, which multiplies no int8, has bf16 instead.
    public func resolved(on device: CUDADevice?) -> Context.Precision {
        switch self {
        case .f32: .f32
        case .bf16: .bf16
        case .int8: device == nil ? .int8 : .bf16
        case .auto: device == nil ? ArithmeticChoice.current.precision : .bf16
        }
    }
}
