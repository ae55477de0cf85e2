import Synchronization

/// Keeps what was worked out once, by name.
final class Memo: Sendable {
    /// Tells a value that is nil from none.
    private struct Kept<Value: Sendable>: Sendable {
        let value: Value
    }

    private let known = Mutex<[String: any Sendable]>([:])

    /// What `make` returned when it was first asked for under this name.
    func callAsFunction<Value: Sendable>(_ name: String, _ make: () -> Value) -> Value {
        if let kept = known.withLock({ $0[name] }) as? Kept<Value> { return kept.value }
        let value = make()
        known.withLock { $0[name] = Kept(value: value) }
        return value
    }
}
