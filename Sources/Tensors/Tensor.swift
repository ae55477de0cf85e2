import Foundation

/// An n-dimensional array, rows last, whose memory returns to its pool when nobody holds it any more.
public final class Tensor: @unchecked Sendable {
    public let shape: [Int]
    public let dtype: DType
    public let count: Int
    public let pointer: UnsafeMutableRawPointer
    /// The gradient that the tape accumulates, of the same shape and type.
    public internal(set) var gradient: Tensor?
    /// The rows as bytes, once a product has asked for them; the layers that read this tensor share them.
    var quantized: QuantizedRows?
    /// Whether the tape should carry gradients back to this tensor.
    public let requiresGradient: Bool

    private let pool: BufferPool
    private let size: Int
    /// Set in a tensor that shares another's memory.
    private let owner: Tensor?

    public init(_ shape: [Int], _ dtype: DType = .f32, pool: BufferPool, requiresGradient: Bool = false) {
        self.shape = shape
        self.dtype = dtype
        self.pool = pool
        self.requiresGradient = requiresGradient
        count = shape.reduce(1, *)
        size = BufferPool.rounded(count * dtype.bytes)
        pointer = pool.take(size)
        owner = nil
    }

    init(sharing other: Tensor, shape: [Int]) {
        self.shape = shape
        dtype = other.dtype
        count = other.count
        pool = other.pool
        size = other.size
        pointer = other.pointer
        requiresGradient = other.requiresGradient
        owner = other
        precondition(shape.reduce(1, *) == count, "reshape \(other.shape) to \(shape)")
    }

    deinit { if owner == nil { pool.give(pointer, size: size) } }

    /// Elements as f32; the tensor must be f32.
    public var f32: UnsafeMutablePointer<Float> {
        precondition(dtype == .f32)
        return pointer.assumingMemoryBound(to: Float.self)
    }

    /// Elements as the bits of bf16; the tensor must be bf16.
    public var bf16: UnsafeMutablePointer<UInt16> {
        precondition(dtype == .bf16)
        return pointer.assumingMemoryBound(to: UInt16.self)
    }

    /// A bf16 tensor's memory as whole numbers.
    var int16: UnsafeMutablePointer<Int16> {
        precondition(dtype == .bf16)
        return pointer.assumingMemoryBound(to: Int16.self)
    }

    var f32OrNil: UnsafeMutablePointer<Float>? { dtype == .f32 ? f32 : nil }
    var bf16OrNil: UnsafeMutablePointer<UInt16>? { dtype == .bf16 ? bf16 : nil }

    /// Rows when all axes but the last are taken together.
    public var rows: Int { count / columns }
    public var columns: Int { shape.last ?? 1 }

    /// A copy of the elements as f32.
    public var array: [Float] {
        switch dtype {
        case .f32: Array(UnsafeBufferPointer(start: f32, count: count))
        case .bf16:
            UnsafeBufferPointer(start: bf16, count: count).map { Float(bitPattern: UInt32($0) << 16) }
        }
    }

    var bytes: Int { count * dtype.bytes }

    public func zero() { memset(pointer, 0, count * dtype.bytes) }
}
