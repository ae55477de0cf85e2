import Foundation
import Synchronization

/// Reuses memory between frames and training steps, so that steady work allocates nothing.
public final class BufferPool: Sendable {
    private struct Free: @unchecked Sendable { var buffers: [Int: [UnsafeMutableRawPointer]] = [:] }
    private let free = Mutex(Free())
    /// The GPU that tensors of this pool are computed on; nil: the CPU.
    public let device: CUDADevice?

    public init(device: CUDADevice? = nil) { self.device = device }

    deinit {
        free.withLock {
            for list in $0.buffers.values { for pointer in list { pointer.deallocate() } }
        }
    }

    /// Sizes are rounded up to an eighth of their power of two, so that near sizes share buffers.
    static func rounded(_ bytes: Int) -> Int {
        let step = max(256, (1 << (Int.bitWidth - max(1, bytes).leadingZeroBitCount)) / 16)
        return (bytes + step - 1) / step * step
    }

    func take(_ size: Int) -> UnsafeMutableRawPointer {
        let found = free.withLock { state in Found(pointer: state.buffers[size]?.popLast()) }
        return found.pointer ?? UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    }

    func give(_ pointer: UnsafeMutableRawPointer, size: Int) {
        let box = Found(pointer: pointer)
        free.withLock { $0.buffers[size, default: []].append(box.pointer!) }
    }

    private struct Found: @unchecked Sendable { let pointer: UnsafeMutableRawPointer? }
}
