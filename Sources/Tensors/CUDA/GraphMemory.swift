import Synchronization

/// The memory of a graph. What is freed while it is recorded is taken again by what is recorded later, and all of it stays with
/// the graph, whose kernels have these addresses for good.
final class GraphMemory: @unchecked Sendable {
    let queue: CUDAQueue
    private let device: CUDADevice
    private let state = Mutex(State())

    private struct State {
        var taken: [(address: UInt64, size: Int)] = []
        var free: [Int: [UInt64]] = [:]
        /// Memory from before that kernels use.
        var held: [ObjectIdentifier: any AnyObject & Sendable] = [:]
        var refused = false
    }

    init(_ device: CUDADevice, queue: CUDAQueue) { (self.device, self.queue) = (device, queue) }

    deinit { state.withLock { for piece in $0.taken { device.give(piece.address, size: piece.size) } } }

    /// `unused`: memory that no kernel recorded so far writes to.
    func take(_ size: Int, unused: Bool) -> UInt64 {
        if !unused, let found = state.withLock({ $0.free[size]?.popLast() }) { return found }
        let address = device.take(size)
        state.withLock { $0.taken.append((address, size)) }
        return address
    }

    func give(_ address: UInt64, size: Int) { state.withLock { $0.free[size, default: []].append(address) } }

    func hold(_ pointer: DevicePointer) {
        guard let owner = pointer.owner else { return }
        if let placed = owner as? PlacedMemory, placed.home === self { return }
        state.withLock { $0.held[ObjectIdentifier(owner)] = owner }
    }

    /// Something was asked for that no graph can do.
    func refuse() { state.withLock { $0.refused = true } }
    var isRefused: Bool { state.withLock { $0.refused } }
}
