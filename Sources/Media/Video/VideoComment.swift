import Foundation
import Tensors
import Worlds

/// What a video of this program says of its own making, in the comment tag of an mp4: a line that names the program, then text of
/// a kind's own.
public struct VideoComment: Sendable, Equatable {
    public enum Kind: String, CaseIterable, Sendable { case play, generate }

    public var kind: Kind
    /// JSON, an object a line.
    public var body: String
    /// Grows with every change that an older program would take wrongly.
    private static let version = 1
    /// Largest comment that is read, in bytes.
    static let sizeLimit = 32 << 20

    public init(_ kind: Kind, _ body: String) { (self.kind, self.body) = (kind, body) }

    /// As it stands in the tag.
    var text: String { "diorama \(kind.rawValue) \(Self.version)\n\(body)" }

    /// Of the video at `url`; nil where another program made it. Throws where it is no mp4 or one that is damaged.
    public static func find(_ url: URL) throws -> VideoComment? {
        guard let text = try CommentBox.text(of: url, limit: sizeLimit), text.hasPrefix("diorama ") else { return nil }
        let line = text.prefix { $0 != "\n" }
        let words = line.split(separator: " ")
        guard words.count == 3, let kind = Kind(rawValue: String(words[1])), words[2] == "\(version)" else {
            throw FileError("\(url.path) was made by another version of diorama, which this one does not read.")
        }
        return VideoComment(kind, String(text.dropFirst(line.count + 1)))
    }

    /// Of the video at `url`, which must be of that kind.
    public static func read(_ kind: Kind, of url: URL) throws -> VideoComment {
        guard let comment = try find(url) else {
            throw FileError("\(url.path) carries no settings of diorama: another program made or rewrote it.")
        }
        guard comment.kind == kind else {
            throw FileError(
                "\(url.path) was made by diorama \(comment.kind.rawValue), not by diorama \(kind.rawValue).")
        }
        return comment
    }

    /// As ffmpeg's metadata file has it.
    var metadata: Data {
        var bytes = Array(";FFMETADATA1\ncomment=".utf8)
        let special = Set("=;#\\\n".utf8)
        for byte in text.utf8 {
            if special.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return Data(bytes + [UInt8(ascii: "\n")])
    }
}
