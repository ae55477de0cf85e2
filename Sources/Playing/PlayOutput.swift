import Foundation
import Media
import Tensors
import Worlds

/// Where the pictures of a game without a window go: NAME.mp4, NAME.gif, NAME.png or a folder.
public final class PlayOutput {
    private enum Kind {
        case video(VideoWriter.Format)
        /// The last picture alone.
        case picture
        case folder(PictureFolder)
    }

    /// Pixels that videos are enlarged to at least.
    private static let videoWidth = 512
    public let url: URL
    /// Of a video.
    public var framesPerSecond = 20.0
    /// Whether an mp4 keeps every bit, in pictures of their own size.
    public var isLossless = false
    /// What an mp4 says of its making; it may change until `finish`.
    public var comment: VideoComment? { didSet { writer?.comment = comment } }
    private let kind: Kind
    private var writer: VideoWriter?
    private var last: Frame?

    /// Refuses what cannot be written to, before anything is played. `name` is as on the command line.
    public init(_ name: String) throws {
        if name.isEmpty { throw FileError("--output names nothing: it takes .mp4, .gif, .png or a folder.") }
        url = URL(fileURLWithPath: name)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        let ending = name.hasSuffix("/") ? "" : url.pathExtension.lowercased()
        let file: Kind? = ending == "png" ? .picture : VideoWriter.Format(rawValue: ending).map { .video($0) }
        if let file {
            if isFolder.boolValue {
                throw FileError("\(name) is a folder: write \(name)/ for pictures in it, or give a file another name.")
            }
            try Self.check(name, exists: exists, url)
            kind = file
            return
        }
        if exists && !isFolder.boolValue {
            throw FileError("\(name) is a file: give a folder, or a name that ends in .mp4, .gif or .png.")
        }
        guard ending.isEmpty || isFolder.boolValue else {
            throw FileError(
                "\(name) would be a .\(ending): --output takes .mp4, .gif, .png or a folder, whose name may end in /.")
        }
        kind = .folder(try PictureFolder(url, name: name))
    }

    private static func check(_ name: String, exists: Bool, _ url: URL) throws {
        let folder = url.deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw FileError("Cannot write \(name): the folder \(folder) is not there or not yours; make it first.")
        }
        if exists, !FileManager.default.isWritableFile(atPath: url.path) {
            throw FileError("Cannot write \(name): it is there and write-protected; give another name.")
        }
    }

    public func append(_ frame: Frame) throws {
        switch kind {
        case .video:
            if writer == nil {
                writer = try VideoWriter(
                    url, width: frame.width, height: frame.height, framesPerSecond: framesPerSecond,
                    scale: isLossless ? 1 : max(1, Self.videoWidth / frame.width), lossless: isLossless,
                    comment: comment)
            }
            try writer?.append(frame)
        case .picture: last = frame
        case .folder(let folder): try folder.append(frame)
        }
    }

    /// Completes the file.
    public func finish() throws {
        switch kind {
        case .video: try writer?.finish()
        case .picture: if let last { try PNG.write(last, to: url) }
        case .folder: break
        }
    }
}
