import Foundation

/// An n-dimensional array, rows last, whose memory returns to its pool when nobody holds it any more.
public final class Tensor: @unchecked Sendable {
    public let shape: [Int]
    public let dtype: DType
    public let count: Int
    /// The gradient that the tape accumulates, of the same shape and type.
    public internal(set) var gradient: Tensor?
    /// The rows as bytes, once a product has asked for them; the layers that read this tensor share them.
    var quantized: QuantizedRows?
    /// Whether the tape should carry gradients back to this tensor.
    public let requiresGradient: Bool

    private let pool: BufferPool
    private let size: Int
    /// Memory of the host alone.
    private let fixed: UnsafeMutableRawPointer?
    /// Memory that the host shares with a GPU.
    private let placed: PlacedMemory?
    /// Bytes before the first element, in a tensor that shares another's memory.
    private let start: Int
    private let owner: Tensor?

    public init(_ shape: [Int], _ dtype: DType = .f32, pool: BufferPool, requiresGradient: Bool = false) {
        self.shape = shape
        self.dtype = dtype
        self.pool = pool
        self.requiresGradient = requiresGradient
        count = shape.reduce(1, *)
        size = BufferPool.rounded(count * dtype.bytes)
        placed = pool.device.map { [size] in PlacedMemory(size: size, device: $0) }
        fixed = placed == nil ? pool.take(size) : nil
        start = 0
        owner = nil
    }

    /// Elements of another tensor, from the one at `offset` on, in a shape of their own.
    init(sharing other: Tensor, shape: [Int], offset: Int = 0) {
        self.shape = shape
        dtype = other.dtype
        count = shape.reduce(1, *)
        pool = other.pool
        size = other.size
        start = other.start + offset * other.dtype.bytes
        fixed = other.fixed.map { $0 + offset * other.dtype.bytes }
        placed = other.placed
        requiresGradient = other.requiresGradient
        owner = other
        precondition(offset + count <= other.count, "a view of \(shape) from \(offset) of \(other.shape)")
    }

    deinit { if owner == nil, let fixed { pool.give(fixed, size: size) } }

    /// The elements, for the host to read and write.
    public var pointer: UnsafeMutableRawPointer { fixed ?? placed!.hostPointer + start }

    /// The elements in a GPU's memory: to be read, to be written whole, and to be changed.
    var read: DevicePointer { DevicePointer(placed!.read, of: placed!) + start }
    var written: DevicePointer {
        DevicePointer(owner == nil ? placed!.written : placed!.modified, of: placed!) + start
    }
    var modified: DevicePointer { DevicePointer(placed!.modified, of: placed!) + start }

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

    /// A bf16 tensor's memory as bytes, two for each of its numbers.
    var int8: UnsafeMutablePointer<Int8> {
        precondition(dtype == .bf16)
        return pointer.assumingMemoryBound(to: Int8.self)
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

    public func zero() {
        if let placed {
            placed.device.zero(written, bytes: bytes)
        } else {
            memset(pointer, 0, bytes)
        }
    }

    /// Takes over the elements of a tensor of the same size.
    func copy(from other: Tensor) {
        precondition(bytes == other.bytes)
        if let placed {
            placed.device.copy(other.read, to: written, bytes: bytes)
        } else {
            pointer.copyMemory(from: other.pointer, byteCount: bytes)
        }
    }
}
