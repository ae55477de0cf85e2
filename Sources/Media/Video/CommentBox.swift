import Foundation
import Tensors
import Worlds

/// The comment tag of an mp4, found box by box (ISO/IEC 14496-12, tags as iTunes writes them). ffmpeg takes minutes for a long one.
enum CommentBox {
    /// Boxes that are looked at on one level.
    private static let boxLimit = 4096

    /// Nil where there is none.
    static func text(of url: URL, limit: Int) throws -> String? {
        guard try MediaKind.of(url) == .mov else { return nil }
        let moov = try PlainFile.read(url) { descriptor in try find("moov", descriptor, url, limit: limit) }
        var part = moov[...]
        for name in ["udta", "meta", "ilst", "\u{a9}cmt", "data"] {
            guard let inner = child(name, of: part) else { return nil }
            // A QuickTime file has no version before what "meta" holds.
            let skipsVersion = name == "meta" && !inner.dropFirst(4).starts(with: Array("hdlr".utf8))
            part = skipsVersion ? inner.dropFirst(4) : inner
        }
        // Type and language come first; type 1 is UTF-8.
        guard part.count >= 8, part.prefix(4).elementsEqual([0, 0, 0, 1]) else { return nil }
        return String(validating: part.dropFirst(8), as: UTF8.self)
    }

    private static func find(_ name: String, _ descriptor: Int32, _ url: URL, limit: Int) throws -> [UInt8] {
        var at = 0
        for _ in 0..<boxLimit {
            let head = bytes(descriptor, at: at, count: 16)
            guard let (type, header, size) = box(head[...]) else { break }
            if type == name {
                guard size <= limit else {
                    throw DamagedVideo(
                        "\(url.path) has \(size >> 20) MB of tags and tables, which is not read; cut it.")
                }
                let content = bytes(descriptor, at: at + header, count: size - header)
                if content.count == size - header { return content }
                break
            }
            guard size < 1 << 60, at < 1 << 60 else { break }
            at += size
        }
        throw DamagedVideo("\(url.path) is a damaged video: it has no whole table of contents; fetch it anew.")
    }

    /// Fewer where the file ends before.
    private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let n = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
            }
            if n < 0 && errno == EINTR { continue }
            if n <= 0 { break }
            done += n
        }
        return Array(bytes.prefix(done))
    }

    /// The box that `bytes` begin with: its type, and the lengths of its head and of all of it.
    private static func box(_ bytes: ArraySlice<UInt8>) -> (type: String, header: Int, size: Int)? {
        func number(_ from: Int, _ count: Int) -> UInt64 {
            bytes.dropFirst(from).prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard bytes.count >= 8 else { return nil }
        // Four characters of Latin-1.
        let type = String(String.UnicodeScalarView(bytes.dropFirst(4).prefix(4).map { Unicode.Scalar($0) }))
        var (header, size) = (8, number(0, 4))
        if size == 1 {
            guard bytes.count >= 16 else { return nil }
            (header, size) = (16, number(8, 8))
        }
        guard let size = Int(exactly: size), size >= header else { return nil }
        return (type, header, size)
    }

    private static func child(_ name: String, of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        for _ in 0..<boxLimit {
            guard let (type, header, size) = box(rest), size <= rest.count else { return nil }
            if type == name { return rest.prefix(size).dropFirst(header) }
            rest = rest.dropFirst(size)
        }
        return nil
    }
}
