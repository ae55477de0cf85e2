import Foundation
import Tensors

/// Frames as an mp4 (H.264, yuv420p) by way of ffmpeg; the file appears when `finish` returns.
public final class VideoWriter {
    private let url: URL
    private let temporary: URL
    private let width: Int
    private let height: Int
    private let input: FileHandle
    private let ffmpeg: FFmpeg
    private var finished = false

    /// - Parameters:
    ///   - width: of every frame, in pixels.
    ///   - scale: enlarges each pixel to a square of this side.
    public init(_ url: URL, width: Int, height: Int, framesPerSecond: Int = 20, scale: Int = 1) throws {
        guard (1...8192).contains(width * scale), (1...8192).contains(height * scale), scale > 0 else {
            throw FileError("Cannot write \(url.path): a video of \(width)x\(height) times \(scale) is too large.")
        }
        (self.url, self.width, self.height) = (url, width, height)
        temporary = url.deletingLastPathComponent().appendingPathComponent(".\(UUID().uuidString).mp4")
        // A socket instead of a pipe: writing to an ffmpeg that has ended is then an error and not a signal.
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw FileError("write", url.path, errno: errno)
        }
        input = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        defer { try? output.close() }
        // H.264 with 4:2:0 colour needs even sides.
        let filter = "scale=iw*\(scale):ih*\(scale):flags=neighbor,pad=ceil(iw/2)*2:ceil(ih/2)*2"
        ffmpeg = try FFmpeg(
            [
                "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(width)x\(height)", "-r", "\(framesPerSecond)",
                "-i", "pipe:0", "-vf", filter, "-c:v", "libx264", "-preset", "fast", "-crf", "16",
                "-pix_fmt", "yuv420p", "-movflags", "+faststart", "file:\(temporary.path)",
            ], input: output, output: nil, name: url.path)
    }

    public func append(_ frame: Frame) throws {
        guard frame.width == width, frame.height == height else {
            throw FileError("Cannot write \(url.path): its frames differ in size.")
        }
        try frame.pixels.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let n = send(
                    input.fileDescriptor, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
                if n < 0 && errno == EINTR { continue }
                if n < 0 { throw ffmpeg.failure() }
                done += n
            }
        }
    }

    /// Completes the file.
    public func finish() throws {
        finished = true
        try input.close()
        do {
            try ffmpeg.wait()
            if rename(temporary.path, url.path) != 0 { throw FileError("write", url.path, errno: errno) }
        } catch {
            unlink(temporary.path)
            throw error
        }
    }

    deinit {
        if finished { return }
        ffmpeg.stop()
        unlink(temporary.path)
    }

    /// Writes all of `frames`.
    public static func write(_ frames: [Frame], to url: URL, framesPerSecond: Int = 20, scale: Int = 1) throws {
        guard let first = frames.first else { throw FileError("Cannot write \(url.path): there are no frames.") }
        let writer = try VideoWriter(
            url, width: first.width, height: first.height, framesPerSecond: framesPerSecond, scale: scale)
        for frame in frames { try writer.append(frame) }
        try writer.finish()
    }
}
