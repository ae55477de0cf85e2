/// Kernels that were recorded once and run anew with one call. Their memory stays as long as this does.
final class CUDAGraph: @unchecked Sendable {
    let executable: CUDADriver.Handle?
    private let memory: GraphMemory
    private let device: CUDADevice

    init(_ executable: CUDADriver.Handle?, memory: GraphMemory, device: CUDADevice) {
        (self.executable, self.memory, self.device) = (executable, memory, device)
    }

    deinit { device.destroy(self) }
}
