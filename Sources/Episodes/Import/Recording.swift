import Foundation
import Worlds

/// One recording that is to be imported: a video and where its actions are.
public struct Recording: Sendable {
    /// Unique among the recordings of a source.
    public var name: String
    public var video: URL
    public var scene = ""
    public var policy = ""
    public var caption = ""
    public var seed: UInt64 = 0
    /// What the recorder says; the video's own rate otherwise.
    public var framesPerSecond: Double?
    /// `NAME.truth.npz`, where there is one.
    public var truth: URL?
    public var intrinsics: Truth.Intrinsics?

    init(name: String, video: URL) { (self.name, self.video) = (name, video) }

    /// Text that may be part of an episode's name: at most 150 bytes, without slashes and what steers terminals.
    static func name(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar -> Character in
            let refused = scalar.value < 0x20 || scalar.value == 0x7F || scalar == "/" || scalar == ":"
            return refused || !(scalar.properties.isGraphemeBase || scalar.properties.isIDContinue)
                ? "-" : Character(scalar)
        }
        var name = String(plain)
        while name.utf8.count > 150 { name.removeLast() }
        return name.isEmpty ? "recording" : name
    }

    /// Files that are taken for videos by their names, sorted.
    static func videos(in folder: URL) throws -> [URL] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return names.filter { isVideo($0) && !$0.hasPrefix(".") }.map { folder.appendingPathComponent($0) }
    }

    static func isVideo(_ name: String) -> Bool {
        ["mp4", "m4v", "mov", "mkv", "webm", "avi"].contains((name as NSString).pathExtension.lowercased())
    }

    /// `url` itself where it is a video, else the videos in that folder.
    static func videos(at url: URL) throws -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return [] }
        if isFolder.boolValue { return try videos(in: url) }
        return isVideo(url.lastPathComponent) ? [url] : []
    }
}
