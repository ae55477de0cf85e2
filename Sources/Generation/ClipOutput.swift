import Foundation
import Media
import Tensors
import Worlds

/// Where generated pictures go: NAME.mp4, NAME.png (one picture, or a sheet of several) or a folder of PNG files.
public final class ClipOutput {
    private enum Kind { case video, picture, folder }

    /// Pictures of a clip that a sheet shows.
    private static let columns = 6
    public let url: URL
    private let kind: Kind
    private let clips: Int
    private let isLossless: Bool
    private var writer: VideoWriter?
    private var comment: VideoComment?
    private var framesPerSecond = 20.0
    private var frames: [[Frame]] = []
    private var count = 0

    /// Refuses what cannot be written to, before anything is made. `name` is as on the command line.
    public init(_ name: String, clips: Int, isLossless: Bool) throws {
        url = URL(fileURLWithPath: name)
        (self.clips, self.isLossless) = (clips, isLossless)
        let files = FileManager.default
        var isFolder: ObjCBool = false
        let exists = files.fileExists(atPath: url.path, isDirectory: &isFolder)
        let ending = name.hasSuffix("/") ? "" : url.pathExtension.lowercased()
        switch ending {
        case "mp4": kind = .video
        case "png": kind = .picture
        case "": kind = .folder
        default: throw FileError("--output \(name) ends in .\(ending); give NAME.mp4, NAME.png or a folder.")
        }
        if kind == .folder {
            if clips > 1 { throw FileError("--count makes one sheet of several clips; give NAME.png or NAME.mp4.") }
            if exists, !isFolder.boolValue { throw FileError("--output \(name) is a file; give a folder.") }
            if try exists && !files.contentsOfDirectory(atPath: url.path).isEmpty {
                throw FileError("The folder \(name) is not empty; give another one.")
            }
            return
        }
        if isFolder.boolValue { throw FileError("--output \(name) is a folder; give its pictures a name in it.") }
        let parent = url.deletingLastPathComponent().path
        guard files.isWritableFile(atPath: parent) else {
            throw FileError("Cannot write \(name): the folder \(parent) is not there or not yours; make it first.")
        }
        if kind == .video { try VideoWriter.check() }
    }

    public var isVideo: Bool { kind == .video }
    /// Whether it holds single pictures, so that one is made where no length is asked for.
    public var isPicture: Bool { kind == .picture }

    /// To be called before the first picture.
    public func begin(framesPerSecond: Double, comment: VideoComment) {
        (self.framesPerSecond, self.comment) = (framesPerSecond, comment)
    }

    /// Begins the next clip.
    public func beginClip() { frames.append([]) }

    public func append(_ frame: Frame) throws {
        count += 1
        switch kind {
        case .video where clips == 1: try write(frame)
        case .folder:
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try PNG.write(frame, to: url.appendingPathComponent(String(format: "%06d.png", count - 1)))
        default: frames[frames.count - 1].append(frame)
        }
    }

    /// Completes the file; returns how many pictures there are.
    @discardableResult public func finish() throws -> Int {
        let clips = frames.filter { !$0.isEmpty }
        switch kind {
        case .video:
            if self.clips > 1 { try writeGrid(clips) }
            try writer?.finish()
        case .picture where clips.count == 1 && clips[0].count == 1: try PNG.write(clips[0][0], to: url)
        case .picture: if !clips.isEmpty { try Filmstrip.write(rows: clips.map(Self.sample), to: url) }
        case .folder: break
        }
        return count
    }

    private func write(_ frame: Frame) throws {
        if writer == nil {
            writer = try VideoWriter(
                url, width: frame.width, height: frame.height, framesPerSecond: framesPerSecond,
                lossless: isLossless, comment: comment)
        }
        try writer?.append(frame)
    }

    /// All clips side by side, as far as the shortest goes.
    private func writeGrid(_ clips: [[Frame]]) throws {
        guard !clips.isEmpty else { return }
        let columns = Int(Double(clips.count).squareRoot().rounded(.up))
        for i in 0..<(clips.map(\.count).min() ?? 0) {
            let row = clips.map { $0[i] }
            try write(
                Filmstrip.picture(
                    rows: stride(from: 0, to: row.count, by: columns).map {
                        Array(row[$0..<min(row.count, $0 + columns)])
                    }))
        }
    }

    /// Pictures from the first to the last, evenly.
    private static func sample(_ clip: [Frame]) -> [Frame] {
        let shown = min(columns, clip.count)
        return (0..<shown).map { clip[shown == 1 ? 0 : $0 * (clip.count - 1) / (shown - 1)] }
    }
}
