import Foundation

/// Where time goes: calls, seconds, arithmetic and memory traffic of every named piece of work.
///
/// What is measured inside another measurement counts for itself alone, so that all seconds add up to the whole. For one
/// thread at a time, the one that calls primitives.
public final class Profile: @unchecked Sendable {
    public struct Entry: Sendable {
        public var calls = 0
        public var seconds = 0.0
        /// Floating-point operations.
        public var flops = 0.0
        /// Bytes of activations that the work must read and write at the least: operands and results once each.
        public var moved = 0.0
        /// Bytes of weights and cached keys that it must read: of these there is more than caches hold.
        public var stored = 0.0

        public init() {}
    }

    public private(set) var entries: [String: Entry] = [:]
    /// Seconds of the measurements inside the one in progress.
    private var inner = 0.0

    public init() {}

    /// A measurement in progress.
    struct Started {
        let at = DispatchTime.now().uptimeNanoseconds
        /// Seconds of the measurements inside the one around this, so far.
        let outer: Double
    }

    func start() -> Started {
        defer { inner = 0 }
        return Started(outer: inner)
    }

    func finish(_ started: Started, _ name: String, flops: Double, moved: Int, stored: Int) {
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - started.at) * 1e-9
        var entry = entries[name] ?? Entry()
        entry.calls += 1
        entry.seconds += seconds - inner
        entry.flops += flops
        entry.moved += Double(moved)
        entry.stored += Double(stored)
        entries[name] = entry
        inner = started.outer + seconds
    }
}
