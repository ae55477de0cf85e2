import Foundation
import Tensors

/// A file that a video is made from, and its SHA-256, so that it is known again.
public struct GivenFile: Codable, Hashable, Sendable {
    public var path: String
    public var sha256: String

    /// Throws one sentence where it cannot be read.
    public init(_ path: String) throws {
        let url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw FileError("There is no file \(path).")
        }
        guard !isFolder.boolValue else { throw FileError("\(path) is a folder; give a file.") }
        guard let hash = SHA256.of(file: url) else { throw FileError("\(path) cannot be read; check who may.") }
        (self.path, sha256) = (url.standardizedFileURL.path, hash)
    }

    public var url: URL { URL(fileURLWithPath: path) }

    /// Throws unless the file is still the one it was.
    public func check() throws {
        guard try GivenFile(path).sha256 == sha256 else {
            throw FileError("\(path) has changed since the video was made from it; bring the old one back.")
        }
    }
}
