import Synchronization

/// Where a person wants things computed.
public enum DeviceChoice: String, Sendable, CaseIterable {
    case cpu, cuda
    /// The GPU where there is a usable one, else the CPU.
    case auto

    /// Makes this the choice for all contexts and pools from now on; says what it came to.
    @discardableResult
    public func choose() throws -> CUDADevice? {
        let device: CUDADevice?
        switch self {
        case .cpu: device = nil
        case .cuda: device = try CUDADevice()
        case .auto: device = try? CUDADevice()
        }
        CUDADevice.choice.withLock { $0 = device }
        return device
    }
}

extension CUDADevice {
    fileprivate static let choice = Mutex<CUDADevice?>(nil)

    /// The GPU that has been chosen for this program; nil: the CPU.
    public static var chosen: CUDADevice? { choice.withLock { $0 } }
}
