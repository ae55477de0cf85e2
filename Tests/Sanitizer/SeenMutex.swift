import Foundation

/// Stands in for `Synchronization.Mutex` under ThreadSanitizer, which does not see the lock that the standard library has on Linux.
public final class SeenMutex<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    public init(_ value: sending Value) { self.value = value }

    public func withLock<Result>(_ body: (inout Value) throws -> sending Result) rethrows -> sending Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }

    public func withLockIfAvailable<Result>(_ body: (inout Value) throws -> sending Result) rethrows -> sending Result?
    {
        guard lock.try() else { return nil }
        defer { lock.unlock() }
        return try body(&value)
    }
}
