import Foundation

/// A named tensor to be written to a safetensors file: row-major, little-endian.
public struct SafetensorsTensor {
    public let name: String
    public let dtype: SafetensorsType
    public let shape: [Int]
    let data: Storage

    enum Storage {
        case bytes([UInt8])
        case floats([Float])
        case memory(UnsafeRawBufferPointer)
    }

    public init(name: String, dtype: SafetensorsType, shape: [Int], bytes: [UInt8]) {
        (self.name, self.dtype, self.shape, data) = (name, dtype, shape, .bytes(bytes))
    }

    /// An F32 tensor.
    public init(name: String, shape: [Int], floats: [Float]) {
        (self.name, dtype, self.shape, data) = (name, .f32, shape, .floats(floats))
    }

    /// A tensor over `memory` of the caller's, which must stay until it is written.
    public init(name: String, dtype: SafetensorsType, shape: [Int], memory: UnsafeRawBufferPointer) {
        (self.name, self.dtype, self.shape, data) = (name, dtype, shape, .memory(memory))
    }

    /// A BF16 tensor of `floats`, rounded to nearest even.
    public init(name: String, shape: [Int], bf16 floats: [Float]) {
        let halves = floats.map { value -> UInt16 in
            let bits = value.bitPattern
            if value.isNaN { return UInt16(bits >> 16) | 0x40 }
            return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
        }
        self.init(name: name, dtype: .bf16, shape: shape, bytes: halves.withUnsafeBytes { [UInt8]($0) })
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        switch data {
        case .bytes(let bytes): try bytes.withUnsafeBytes(body)
        case .floats(let floats): try floats.withUnsafeBytes(body)
        case .memory(let memory): try body(memory)
        }
    }
}
