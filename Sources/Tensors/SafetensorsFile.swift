import Foundation

/// A safetensors file, memory-mapped; everything its header claims is checked before it is believed.
public final class SafetensorsFile: @unchecked Sendable {
    public let url: URL
    /// The names of the tensors, sorted.
    public let names: [String]
    public let metadata: [String: String]
    /// Bytes of the whole file.
    public let size: Int
    private let header: SafetensorsHeader
    private let mapping: UnsafeRawBufferPointer
    private let data: UnsafeRawBufferPointer

    /// Longest header accepted, in bytes.
    public static let headerLimit = 100_000_000

    /// Maps and checks the file; nothing of the tensors is read yet.
    public init(_ url: URL) throws {
        self.url = url
        // A pipe is refused, not waited for.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw FileError("read", url.path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileError("\(url.path) is not a regular file; give the path of a .safetensors file.")
        }
        size = Int(status.st_size)
        guard size >= 10, let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
        else { throw Self.broken(url, "it is only \(size) bytes long") }
        mapping = UnsafeRawBufferPointer(start: address, count: size)
        do {
            let length = UInt64(littleEndian: mapping.loadUnaligned(as: UInt64.self))
            guard length <= UInt64(Self.headerLimit) else {
                throw SafetensorsHeader.Flaw("it claims a header of \(length) bytes, above the limit of 100 MB")
            }
            guard length <= UInt64(size - 8) else {
                throw SafetensorsHeader.Flaw("it is cut short: a header of \(length) bytes does not fit \(size) bytes")
            }
            let begin = 8 + Int(length)
            header = try SafetensorsHeader(
                UnsafeRawBufferPointer(rebasing: mapping[8..<begin]), dataBytes: size - begin)
            data = UnsafeRawBufferPointer(rebasing: mapping[begin...])
        } catch {
            munmap(address, size)
            throw Self.broken(url, (error as? SafetensorsHeader.Flaw)?.text ?? "\(error)")
        }
        names = header.entries.keys.sorted()
        metadata = header.metadata
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress!), size) }

    private static func broken(_ url: URL, _ what: String) -> FileError {
        FileError("\(url.path) is not a sound safetensors file: \(what); fetch or make it anew.")
    }

    public func info(_ name: String) -> (dtype: SafetensorsType, shape: [Int])? {
        header.entries[name].map { ($0.dtype, $0.shape) }
    }

    /// The tensor's bytes in the mapped file, row-major and little-endian; valid while this object lives and not
    /// necessarily aligned.
    public func bytes(of name: String) throws -> UnsafeRawBufferPointer {
        guard let entry = header.entries[name] else { throw missing(name) }
        return UnsafeRawBufferPointer(rebasing: data[entry.range])
    }

    /// The same, for a tensor that must have this format and shape.
    public func bytes(of name: String, dtype: SafetensorsType, shape: [Int]) throws -> UnsafeRawBufferPointer {
        try check(name, shape: shape, as: [dtype])
        return try bytes(of: name)
    }

    /// How many numbers of a tensor are not finite; 0 of those that are no floats.
    public func notFinite(in name: String) throws -> Int {
        guard let (dtype, shape) = info(name), [.f32, .bf16, .f16].contains(dtype) else { return 0 }
        return try floats(of: name, shape: shape).count { !$0.isFinite }
    }

    /// A tensor of F32, BF16 or F16 as floats.
    public func floats(of name: String, shape: [Int]) throws -> [Float] {
        let dtype = try check(name, shape: shape)
        let source = try bytes(of: name)
        let count = source.count / dtype.bytes
        return [Float](unsafeUninitializedCapacity: count) { target, initialized in
            switch dtype {
            case .f32: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
            case .bf16:
                for i in 0..<count {
                    let half = source.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
                    target[i] = Float(bitPattern: UInt32(half) << 16)
                }
            default:
                for i in 0..<count {
                    let half = source.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
                    target[i] = Float(Float16(bitPattern: half))
                }
            }
            initialized = count
        }
    }

    /// Throws unless the tensor is one of numbers in one of these formats, of this shape; nothing of it is read.
    @discardableResult
    public func check(
        _ name: String, shape: [Int], as dtypes: [SafetensorsType] = [.f32, .bf16, .f16]
    ) throws -> SafetensorsType {
        guard let entry = header.entries[name] else { throw missing(name) }
        guard dtypes.contains(entry.dtype) else {
            let wanted = dtypes.map(\.rawValue).joined(separator: " or ")
            throw FileError(
                "Tensor \(name) in \(url.path) is \(entry.dtype.rawValue), not \(wanted); convert it to \(dtypes[0].rawValue)."
            )
        }
        guard entry.shape == shape else {
            throw FileError(
                "Tensor \(name) in \(url.path) has the shape \(entry.shape) instead of \(shape); use a file made for this configuration."
            )
        }
        return entry.dtype
    }

    private func missing(_ name: String) -> FileError {
        FileError("\(url.path) has no tensor \(name); use a file made for this configuration.")
    }
}
