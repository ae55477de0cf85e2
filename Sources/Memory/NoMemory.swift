import Worlds

/// Remembers nothing beyond the context.
public struct NoMemory: Memory {
    public init() {}

    public func followed(_ actions: [[Float]]) -> [[Float]] { actions }
    public func views(_ actions: [[Float]]) -> [MemoryView]? { nil }
    public func reach(_ actions: [[Float]]) -> (way: Float, angle: Float) { (0, 0) }
    public mutating func append(_ frames: [Frame], actions: [[Float]], generation: [UInt8]?) {}
}
