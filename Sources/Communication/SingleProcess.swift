/// A process that works alone.
public final class SingleProcess: Communicator {
    public var rank: Int { 0 }
    public var size: Int { 1 }

    public init() {}

    public func sum(_ values: UnsafeMutableBufferPointer<Float>) {}
    public func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
    /// There is nobody to send to.
    public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {}
    public func received(tag: Int) -> (rank: Int, bytes: [UInt8])? { nil }
    public func finish() {}
    public func abort(status: Int32) {}
}
