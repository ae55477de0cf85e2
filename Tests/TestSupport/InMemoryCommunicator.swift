import Communication
import Foundation

/// Processes that are threads of one: what several of them do together is tried without MPI.
public final class InMemoryCommunicator: Communicator {
    /// What all of them share.
    private final class Hub: @unchecked Sendable {
        let size: Int
        let changed = NSCondition()
        var given: [Int: [UInt8]] = [:]
        /// What was gathered last, and how many have yet to fetch it.
        var gathered: [[UInt8]] = []
        var left = 0
        var messages: [(to: Int, tag: Int, from: Int, bytes: [UInt8])] = []

        init(_ size: Int) { self.size = size }
    }

    public let rank: Int
    public var size: Int { hub.size }
    private let hub: Hub

    private init(_ rank: Int, _ hub: Hub) { (self.rank, self.hub) = (rank, hub) }

    /// Runs `body` for `size` ranks, each on a thread of its own; returns what it gave, in their order.
    public static func run<Result: Sendable>(
        _ size: Int, _ body: @escaping @Sendable (InMemoryCommunicator) throws -> Result
    ) throws -> [Result] {
        let hub = Hub(size)
        let results = Results<Result>()
        let group = DispatchGroup()
        for rank in 0..<size {
            group.enter()
            let thread = Thread {
                let result = Swift.Result { try body(InMemoryCommunicator(rank, hub)) }
                results.lock.withLock { results.all[rank] = result }
                group.leave()
            }
            thread.stackSize = 1 << 23
            thread.start()
        }
        group.wait()
        return try (0..<size).map { try results.all[$0]!.get() }
    }

    private final class Results<Result>: @unchecked Sendable {
        let lock = NSLock()
        var all: [Int: Swift.Result<Result, any Error>] = [:]
    }

    public func gather(_ bytes: [UInt8]) -> [[UInt8]] {
        hub.changed.lock()
        defer { hub.changed.unlock() }
        while hub.left > 0 { hub.changed.wait() }
        hub.given[rank] = bytes
        if hub.given.count == size {
            (hub.gathered, hub.left, hub.given) = ((0..<size).map { hub.given[$0]! }, size, [:])
            hub.changed.broadcast()
        }
        while hub.left == 0 { hub.changed.wait() }
        let all = hub.gathered
        hub.left -= 1
        if hub.left == 0 { hub.changed.broadcast() }
        return all
    }

    public func sum(_ values: UnsafeMutableBufferPointer<Float>) {
        let all = gather(Array(UnsafeRawBufferPointer(values))).map { bytes in
            bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        }
        for i in values.indices { values[i] = all.reduce(0) { $0 + $1[i] } }
    }

    public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {
        hub.changed.withLock { hub.messages.append((rank, tag, self.rank, bytes)) }
    }

    public func received(tag: Int) -> (rank: Int, bytes: [UInt8])? {
        hub.changed.withLock {
            guard let place = hub.messages.firstIndex(where: { $0.to == rank && $0.tag == tag }) else { return nil }
            let message = hub.messages.remove(at: place)
            return (message.from, message.bytes)
        }
    }

    public func finish() {}
    public func abort(status: Int32) {}
}
