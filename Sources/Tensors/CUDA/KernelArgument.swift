/// One argument of a kernel, as its C signature has it.
enum KernelArgument: Sendable {
    case pointer(DevicePointer)
    case int(Int)
    case long(Int)
    case word(UInt64)
    case float(Float)
    /// A structure by value.
    case bytes([UInt8])

    /// A tensor's type as kernels are told it.
    static func wide(_ type: DType) -> KernelArgument { .int(type == .f32 ? 1 : 0) }

    /// Returns how many words were written.
    func write(to words: UnsafeMutablePointer<UInt64>) -> Int {
        switch self {
        case .pointer(let pointer): words[0] = pointer.address
        case .word(let value): words[0] = value
        case .int(let value): words[0] = UInt64(UInt32(bitPattern: Int32(value)))
        case .long(let value): words[0] = UInt64(bitPattern: Int64(value))
        case .float(let value): words[0] = UInt64(value.bitPattern)
        case .bytes(let bytes):
            let count = (bytes.count + 7) / 8
            UnsafeMutableRawBufferPointer(start: words, count: count * 8).copyBytes(from: bytes)
            return count
        }
        return 1
    }
}
