import CZlib
import Foundation
import Tensors

/// The members of a zip file, stored or deflated, as NumPy's `npz` is one.
struct ZipArchive {
    private struct Member {
        var method, packed, size, header: Int
    }

    private let url: URL
    private let data: Data
    private var members: [String: Member] = [:]
    /// Bytes that a member may unpack to.
    static let limit = 1 << 30

    var names: [String] { members.keys.sorted() }

    init(_ url: URL) throws {
        self.url = url
        data = try BoundedFile.data(url, limit: Self.limit)
        // The end record lies behind everything but a comment.
        let earliest = max(0, data.count - 22 - 65_535)
        var end = data.count - 22
        while end >= earliest, Self.number(data, end, 4) != 0x0605_4B50 { end -= 1 }
        guard end >= earliest, let count = Self.number(data, end + 10, 2), var at = Self.number(data, end + 16, 4)
        else {
            throw FileError("\(url.path) is no zip file; was it written to the end?")
        }
        for _ in 0..<count {
            guard Self.number(data, at, 4) == 0x0201_4B50, let method = Self.number(data, at + 10, 2),
                let packed = Self.number(data, at + 20, 4), let size = Self.number(data, at + 24, 4),
                let name = Self.number(data, at + 28, 2), let extra = Self.number(data, at + 30, 2),
                let comment = Self.number(data, at + 32, 2), let header = Self.number(data, at + 42, 4),
                at + 46 + name <= data.count
            else { throw FileError("\(url.path) has a broken list of members; write it anew.") }
            let begin = data.startIndex + at + 46
            let text = String(decoding: data[begin..<(begin + name)], as: UTF8.self)
            members[text] = Member(method: method, packed: packed, size: size, header: header)
            at += 46 + name + extra + comment
        }
    }

    /// The bytes of a member; nil where there is none of that name.
    func bytes(_ name: String) throws -> Data? {
        guard let member = members[name] else { return nil }
        func broken(_ what: String) -> FileError { FileError("\(url.path): \(name) \(what); write it anew.") }
        guard Self.number(data, member.header, 4) == 0x0403_4B50,
            let nameSize = Self.number(data, member.header + 26, 2),
            let extra = Self.number(data, member.header + 28, 2)
        else { throw broken("is not where the list says") }
        let begin = member.header + 30 + nameSize + extra
        guard member.size <= Self.limit, begin + member.packed <= data.count else { throw broken("is cut short") }
        let packed = data[(data.startIndex + begin)..<(data.startIndex + begin + member.packed)]
        switch member.method {
        case 0:
            guard member.size == member.packed else { throw broken("has two sizes") }
            return packed
        case 8:
            guard let bytes = Self.inflated(packed, size: member.size) else { throw broken("does not unpack") }
            return bytes
        default: throw broken("is packed by method \(member.method), not stored or deflated")
        }
    }

    /// What deflated `packed` holds, if that is `size` bytes.
    private static func inflated(_ packed: Data, size: Int) -> Data? {
        // At most 1032 to 1: a larger promise is none.
        guard size / 1040 <= packed.count else { return nil }
        var result = Data(count: size)
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        let status = result.withUnsafeMutableBytes { output in
            packed.withUnsafeBytes { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(packed.count)
                stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(size)
                return inflate(&stream, Z_FINISH)
            }
        }
        return status == Z_STREAM_END && stream.avail_out == 0 ? result : nil
    }

    /// A little-endian number of `count` bytes at `at`, if the file has them.
    private static func number(_ data: Data, _ at: Int, _ count: Int) -> Int? {
        guard at >= 0, at + count <= data.count else { return nil }
        return (0..<count).reduce(0) { $0 | Int(data[data.startIndex + at + $1]) << (8 * $1) }
    }
}
