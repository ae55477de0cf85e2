/// Numbers on their way from a GPU: the host goes on, and waits only when it asks for them.
final class PendingDownload: @unchecked Sendable {
    private let device: CUDADevice
    private let host: UnsafeMutableRawPointer
    private let count: Int
    private let event: CUDADriver.Handle?

    /// Of an f32 tensor, as it is at this point of the stream.
    init(_ tensor: Tensor, device: CUDADevice) {
        (self.device, count) = (device, tensor.count)
        (host, event) = device.beginDownload(tensor.read, bytes: tensor.count * 4)
    }

    deinit { device.endDownload(host, event) }

    var values: [Float] {
        device.wait(event)
        return Array(UnsafeBufferPointer(start: host.assumingMemoryBound(to: Float.self), count: count))
    }
}
