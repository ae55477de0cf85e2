/// The arithmetic that a person asks for: one of those there are, or the fastest that keeps the quality.
public enum PrecisionChoice: String, Sendable, CaseIterable {
    case f32, bf16, int8, auto

    /// `auto` is int8 on machines whose kernels for it were measured to be the fastest, else bf16. It depends on the
    /// instruction set alone, so that the same machine always makes the same pictures. A GPU, which multiplies no int8, has bf16
    /// instead.
    public var resolved: Context.Precision {
        switch self {
        case .f32: .f32
        case .bf16: .bf16
        case .int8: CUDADevice.chosen == nil ? .int8 : .bf16
        case .auto: CUDADevice.chosen == nil && Kernels.hasFastInt8 ? .int8 : .bf16
        }
    }
}
