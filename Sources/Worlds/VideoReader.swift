import Foundation
import Tensors

/// The frames of a video file, one after the other, decoded by ffmpeg.
public final class VideoReader {
    private let name: String
    private let pipe = Pipe()
    private let ffmpeg: FFmpeg
    private var buffer: [UInt8] = []
    private var position = 0
    private var ended = false
    /// Longest side accepted, in pixels.
    public static let sideLimit = 4096

    /// - Parameters:
    ///   - size: what frames are scaled to, in pixels; nil keeps theirs.
    ///   - framesPerSecond: resamples in time; nil keeps the video's own frames.
    public init(_ url: URL, size: (width: Int, height: Int)? = nil, framesPerSecond: Int? = nil) throws {
        name = url.path
        guard FileManager.default.isReadableFile(atPath: url.path) else {
            throw FileError("Cannot read \(url.path); check that the video is there and readable.")
        }
        var filters: [String] = []
        if let framesPerSecond { filters.append("fps=\(framesPerSecond)") }
        if let size { filters.append("scale=\(size.width):\(size.height):flags=area") }
        // Each picture comes with its own size, in the PPM format. Only local files may be opened.
        var arguments = ["-protocol_whitelist", "file", "-i", "file:\(url.path)", "-an", "-sn"]
        if !filters.isEmpty { arguments += ["-vf", filters.joined(separator: ",")] }
        arguments += framesPerSecond == nil ? ["-fps_mode", "passthrough"] : []
        arguments += ["-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1"]
        ffmpeg = try FFmpeg(arguments, input: nil, output: pipe.fileHandleForWriting, name: url.path)
        try pipe.fileHandleForWriting.close()
    }

    deinit { ffmpeg.stop() }

    /// The next frame, or nil at the end.
    public func next() throws -> Frame? {
        guard let magic = try word() else { return nil }
        guard magic == "P6", let width = try number(), let height = try number(), try number() == 255 else {
            throw FileError("\(name) gave no pictures that can be read; convert it to mp4 first.")
        }
        guard (1...Self.sideLimit).contains(width), (1...Self.sideLimit).contains(height) else {
            throw FileError("\(name) is \(width)x\(height) pixels, above \(Self.sideLimit); scale it down first.")
        }
        let size = width * height * 3
        while buffer.count - position < size {
            guard try fill() else { throw FileError("\(name) ends within a frame; fetch it anew.") }
        }
        let pixels = Array(buffer[position..<(position + size)])
        position += size
        return Frame(width: width, height: height, pixels: pixels)
    }

    /// All frames of a video of at most `limit` frames.
    public static func read(
        _ url: URL, size: (width: Int, height: Int)? = nil, framesPerSecond: Int? = nil, limit: Int = 20_000
    ) throws -> [Frame] {
        let reader = try VideoReader(url, size: size, framesPerSecond: framesPerSecond)
        var (frames, bytes) = ([Frame](), 0)
        while let frame = try reader.next() {
            bytes += frame.pixels.count
            guard frames.count < limit, bytes <= 8 << 30 else {
                throw FileError("\(url.path) has more than \(frames.count) frames; cut it or give a smaller size.")
            }
            frames.append(frame)
        }
        return frames
    }

    private func number() throws -> Int? { try word().flatMap { Int($0) } }

    /// A word of the header and the one white space behind it; nil at the end of the video.
    private func word() throws -> String? {
        var text: [UInt8] = []
        while true {
            if position == buffer.count {
                guard try fill() else {
                    if text.isEmpty { return nil }
                    throw FileError("\(name) ends within a frame; fetch it anew.")
                }
            }
            let byte = buffer[position]
            position += 1
            if byte <= 0x20 { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
            if text.count > 16 {
                throw FileError("\(name) gave no pictures that can be read; convert it to mp4 first.")
            }
        }
    }

    private func fill() throws -> Bool {
        if ended { return false }
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        let begin = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 1 << 18))
        var n = -1
        repeat {
            n = buffer.withUnsafeMutableBytes {
                Foundation.read(pipe.fileHandleForReading.fileDescriptor, $0.baseAddress! + begin, 1 << 18)
            }
        } while n < 0 && errno == EINTR
        buffer.removeLast(buffer.count - begin - max(0, n))
        if n > 0 { return true }
        ended = true
        try ffmpeg.wait()
        return false
    }
}
