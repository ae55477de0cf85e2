/// Where a person wants things computed.
public enum DeviceChoice: String, Sendable, CaseIterable {
    case cpu, cuda
    /// The GPU where there is a usable one, else the CPU.
    case auto

    /// The GPU that this means; nil: the CPU.
    public func device() throws -> CUDADevice? {
        switch self {
        case .cpu: nil
        case .cuda: try CUDADevice()
        case .auto: try? CUDADevice()
        }
    }
}
