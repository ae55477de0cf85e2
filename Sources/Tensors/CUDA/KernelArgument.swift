/// One argument of a kernel, as its C signature has it.
enum KernelArgument {
    case pointer(UInt64)
    case int(Int)
    case long(Int)
    case word(UInt64)
    case float(Float)
    /// A structure by value.
    case bytes([UInt8])

    /// A tensor's type as kernels are told it.
    static func wide(_ type: DType) -> KernelArgument { .int(type == .f32 ? 1 : 0) }

    func append(to words: inout [UInt64]) {
        switch self {
        case .pointer(let value), .word(let value): words.append(value)
        case .int(let value): words.append(UInt64(UInt32(bitPattern: Int32(value))))
        case .long(let value): words.append(UInt64(bitPattern: Int64(value)))
        case .float(let value): words.append(UInt64(value.bitPattern))
        case .bytes(let bytes):
            for start in stride(from: 0, to: bytes.count, by: 8) {
                var word: UInt64 = 0
                for i in 0..<min(8, bytes.count - start) { word |= UInt64(bytes[start + i]) << (8 * UInt64(i)) }
                words.append(word)
            }
        }
    }
}
