import Foundation
import Tensors
import Worlds

/// Frames as an mp4 (H.264, yuv420p) or a GIF by way of ffmpeg.
///
/// In pieces, what there is can be played at any moment, and a killed program leaves all it had made: NAME grows where
/// nothing has that name yet. Else NAME.part grows, and takes the name when `finish` returns.
public final class VideoWriter {
    /// What the name's ending stands for.
    public enum Format: String, CaseIterable, Sendable { case mp4, gif }

    private let url: URL
    private let part: URL
    private let format: Format
    private let width: Int
    private let height: Int
    private let input: Int32
    private let ffmpeg: FFmpeg
    /// Locked while the file is written.
    private let lock: FileHandle
    /// Written in pieces that can each be played, to be joined at the end.
    private let inPieces: Bool
    private var finished = false
    /// What an mp4 is to say of its making; it may change until `finish`.
    public var comment: VideoComment?
    /// What it says already.
    private let written: VideoComment?
    /// Longest comment that goes onto ffmpeg's command line, in bytes.
    private static let argumentLimit = 100_000

    /// - Parameters:
    ///   - url: where the video goes.
    ///   - width: of every frame, in pixels.
    ///   - height: of every frame, in pixels.
    ///   - framesPerSecond: of the video.
    ///   - scale: enlarges each pixel to a square of this side.
    ///   - inPieces: what there is so far can be played at any moment.
    ///   - lossless: an mp4 keeps every bit of its pictures, as RGB.
    ///   - comment: what an mp4 says of its making from the beginning on.
    public init(
        _ url: URL, width: Int, height: Int, framesPerSecond: Double = 20, scale: Int = 1, inPieces: Bool = true,
        lossless: Bool = false, comment: VideoComment? = nil
    ) throws {
        guard (1...8192).contains(width * scale), (1...8192).contains(height * scale), scale > 0 else {
            throw FileError("Cannot write \(url.path): a video of \(width)x\(height) times \(scale) is too large.")
        }
        (self.url, self.width, self.height) = (url, width, height)
        guard let format = Format(rawValue: url.pathExtension.lowercased()) else {
            throw FileError("Cannot write \(url.path): the name of a video must end in .mp4 or .gif.")
        }
        self.format = format
        self.inPieces = inPieces && format == .mp4
        self.comment = comment
        written = comment.flatMap { format == .mp4 && $0.text.utf8.count <= Self.argumentLimit ? $0 : nil }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw FileError("Cannot write \(url.path): it is a folder; give the video another name.")
        }
        (part, lock) = try Self.begin(url, inPlace: inPieces)
        let ends = try ChildProcess.pipe(for: url.path)
        input = ends.write
        defer { close(ends.read) }
        let source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(width)x\(height)", "-r", "\(framesPerSecond)"]
        let enlarged = "scale=iw*\(scale):ih*\(scale):flags=neighbor"
        let flags = self.inPieces ? "+frag_keyframe+empty_moov+default_base_moof" : "+faststart"
        let encoding =
            switch format {
            // A piece is a second.
            case .mp4:
                Self.codec(lossless, enlarged) + ["-preset", "fast", "-movflags", flags]
                    + (self.inPieces ? ["-frag_duration", "1000000"] : [])
                    + (written.map { ["-metadata", "comment=\($0.text)"] } ?? [])
            // A palette for each picture, so that no picture waits for the last one.
            case .gif:
                [
                    "-filter_complex",
                    "\(enlarged),split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=none",
                ]
            }
        let arguments = source + ["-i", "pipe:0"] + encoding + ["-f", format.rawValue, "file:\(part.path)"]
        do { ffmpeg = try FFmpeg(arguments, input: ends.read, name: url.path) } catch {
            close(input)
            unlink(part.path)
            throw error
        }
    }

    /// H.264 with 4:2:0 colour needs even sides.
    private static func codec(_ lossless: Bool, _ enlarged: String) -> [String] {
        lossless
            ? ["-vf", enlarged, "-c:v", "libx264rgb", "-qp", "0", "-pix_fmt", "rgb24"]
            : [
                "-vf", "\(enlarged),pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-crf", "16", "-pix_fmt",
                "yuv420p",
            ]
    }

    /// Makes the file that grows, which no other process may be writing.
    private static func begin(_ url: URL, inPlace: Bool) throws -> (URL, FileHandle) {
        if inPlace, let lock = try lock(url, O_RDWR | O_CREAT | O_EXCL, for: url) { return (url, lock) }
        _ = try lock(url, O_RDONLY | O_NONBLOCK, for: url)
        let part = url.appendingPathExtension("part")
        guard let lock = try lock(part, O_RDWR | O_CREAT, for: url) else {
            throw FileError("write", url.path, errno: errno)
        }
        return (part, lock)
    }

    /// nil where `file` cannot be opened for what it is: it is there, or it is not.
    private static func lock(_ file: URL, _ flags: Int32, for url: URL) throws -> FileHandle? {
        let descriptor = open(file.path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if flags & O_CREAT == 0 || errno == EEXIST { return nil }
            throw FileError("write", url.path, errno: errno)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FileError("\(url.path) is being written by another process; give another name or wait for it.")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    public func append(_ frame: Frame) throws {
        guard frame.width == width, frame.height == height else {
            throw FileError("Cannot write \(url.path): its frames differ in size.")
        }
        guard frame.pixels.withUnsafeBytes({ ChildProcess.send($0, to: input) }) else {
            throw Self.ofOutput(ffmpeg.failure())
        }
    }

    /// Completes the file.
    public func finish() throws {
        finished = true
        close(input)
        do {
            try ffmpeg.wait()
            if inPieces || (format == .mp4 && comment != written) { joinPieces() }
            if !takeName() { throw FileError("write", url.path, errno: errno) }
        } catch {
            let error = Self.ofOutput(error)
            throw keepPieces() ? FileError("\(error) What was made before is kept in \(url.path).") : error
        }
    }

    private func takeName() -> Bool { part == url || rename(part.path, url.path) == 0 }

    /// What goes wrong in writing is never the fault of the file.
    private static func ofOutput(_ error: any Error) -> any Error {
        (error as? DamagedVideo).map { FileError($0.description) } ?? error
    }

    /// Throws one sentence where ffmpeg is not here to write videos.
    public static func check() throws { _ = try FFmpeg.Tool.ffmpeg.path }

    /// After a failure: whether there are pieces to keep. What is none goes.
    private func keepPieces() -> Bool {
        // Without a piece there is only a header.
        let size = (try? FileManager.default.attributesOfItem(atPath: part.path)[.size] as? Int) ?? 0
        if inPieces, size > 4096, takeName() { return true }
        unlink(part.path)
        return false
    }

    /// Makes one piece of many, which every player can search, with the comment; where there is no room for that, the pieces stay.
    private func joinPieces() {
        let whole = part.appendingPathExtension("part")
        guard let tags = try? ChildProcess.pipe(for: url.path) else { return }
        let source = ["-protocol_whitelist", "file", "-f", "mp4", "-i", "file:\(part.path)"]
        let comment = comment == nil ? [] : ["-f", "ffmetadata", "-i", "pipe:0", "-map", "0", "-map_metadata", "1"]
        let target = ["-c", "copy", "-movflags", "+faststart", "-f", "mp4", "file:\(whole.path)"]
        let joining = try? FFmpeg(source + comment + target, input: tags.read, name: url.path)
        close(tags.read)
        if let metadata = self.comment?.metadata {
            _ = metadata.withUnsafeBytes { ChildProcess.send($0, to: tags.write) }
        }
        close(tags.write)
        do {
            guard let joining else { return }
            try joining.wait()
            if rename(whole.path, part.path) != 0 { unlink(whole.path) }
        } catch { unlink(whole.path) }
    }

    deinit {
        if finished { return }
        close(input)
        ffmpeg.stop()
        unlink(part.path)
    }

    /// Writes all of `frames`.
    public static func write(
        _ frames: [Frame], to url: URL, framesPerSecond: Double = 20, scale: Int = 1, lossless: Bool = false,
        comment: VideoComment? = nil
    ) throws {
        guard let first = frames.first else { throw FileError("Cannot write \(url.path): there are no frames.") }
        let writer = try VideoWriter(
            url, width: first.width, height: first.height, framesPerSecond: framesPerSecond, scale: scale,
            inPieces: false, lossless: lossless, comment: comment)
        for frame in frames { try writer.append(frame) }
        try writer.finish()
    }
}
