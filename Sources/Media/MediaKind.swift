import Foundation
import Tensors
import Worlds

/// What a file with moving pictures is, by its first bytes; its name says nothing.
///
/// Only kinds that hold all of their pictures themselves are read: a playlist could lead anywhere.
public enum MediaKind: String, Sendable {
    case mov, matroska, avi, jpeg

    /// The options before ffmpeg's `-i`: this kind, from files alone, without references to other files.
    var options: [String] {
        let kind = self == .jpeg ? "jpeg_pipe" : rawValue
        let own = self == .mov ? ["-enable_drefs", "0", "-use_absolute_path", "0"] : []
        return ["-protocol_whitelist", "file", "-f", kind] + own
    }

    /// Of the file at `url`; throws where it cannot be read (`FileError`) or is none of the kinds (`DamagedVideo`).
    public static func of(_ url: URL) throws -> MediaKind {
        let head = try PlainFile.head(url, count: 512)
        if let kind = kind(head) { return kind }
        throw DamagedVideo(
            "\(url.path) holds no video: it is \(guess(head)); give an mp4, mov, mkv, webm or avi file.")
    }

    /// Whether the file at `url` begins as a video does; throws where it cannot be read.
    public static func isVideo(_ url: URL) throws -> Bool {
        let kind = kind(try PlainFile.head(url, count: 512))
        return kind != nil && kind != .jpeg
    }

    private static func kind(_ head: [UInt8]) -> MediaKind? {
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return .matroska }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("AVI ".utf8)) { return .avi }
        let atom = String(decoding: head.dropFirst(4).prefix(4), as: UTF8.self)
        return ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"].contains(atom) ? .mov : nil
    }

    private static func guess(_ head: [UInt8]) -> String {
        let marks: [(String, String)] = [
            ("#EXTM3U", "a playlist"), ("ffconcat", "a list of other files"), ("GIF8", "a GIF"), ("FLV", "an FLV"),
            ("OggS", "an Ogg"), ("YUV4MPEG2", "a YUV4MPEG2 stream"),
            ("version https://git-lfs", "a pointer of Git LFS, whose file was not fetched"), ("<", "a text"),
        ]
        if head.isEmpty { return "empty" }
        if head[0] == 0x89, head.dropFirst().starts(with: Array("PNG".utf8)) { return "a PNG picture" }
        if head[0] == 0x47, head.count > 188, head[188] == 0x47 { return "an MPEG transport stream" }
        if let mark = marks.first(where: { head.starts(with: Array($0.0.utf8)) }) { return mark.1 }
        let isText = head.allSatisfy { $0 >= 0x20 && $0 < 0x7f || [9, 10, 13].contains($0) }
        return isText ? "a text" : "of no known kind"
    }
}
