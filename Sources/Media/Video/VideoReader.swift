import Foundation
import Tensors
import Worlds

/// The frames of a video file, one after the other, decoded by ffmpeg.
public final class VideoReader {
    private let name: String
    private let output: Int32
    private let ffmpeg: FFmpeg
    private var buffer: [UInt8] = []
    private var position = 0
    private var ended = false
    /// What ffmpeg complained of in a video that it could read nevertheless, once its end is reached: the file is damaged.
    public private(set) var complaint: String?
    /// Longest side accepted, in pixels.
    public static let sideLimit = 4096

    /// - Parameters:
    ///   - url: the video, of any container and codec that ffmpeg reads.
    ///   - size: what frames are scaled to, in pixels; nil keeps theirs.
    ///   - framesPerSecond: resamples in time; nil keeps the video's own frames.
    ///   - turns: whether pictures are turned as the file's rotation tag says.
    public init(
        _ url: URL, size: (width: Int, height: Int)? = nil, framesPerSecond: Int? = nil, turns: Bool = true
    ) throws {
        name = url.path
        let kind = try MediaKind.of(url)
        var filters: [String] = []
        if let framesPerSecond { filters.append("fps=\(framesPerSecond)") }
        if let size { filters.append("scale=\(size.width):\(size.height):flags=area") }
        // Each picture comes with its own size, in the PPM format.
        var arguments =
            kind.options + (turns ? [] : ["-noautorotate"]) + ["-i", "file:\(url.path)", "-an", "-sn", "-dn"]
        if !filters.isEmpty { arguments += ["-vf", filters.joined(separator: ",")] }
        arguments += framesPerSecond == nil ? ["-fps_mode", "passthrough"] : []
        arguments += ["-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1"]
        let ends = try ChildProcess.pipe(for: url.path)
        defer { close(ends.write) }
        output = ends.read
        do { ffmpeg = try FFmpeg(arguments, output: ends.write, name: url.path) } catch {
            close(ends.read)
            throw error
        }
    }

    deinit {
        close(output)
        ffmpeg.stop()
    }

    /// The next frame, or nil at the end.
    public func next() throws -> Frame? {
        guard let magic = try word() else { return nil }
        guard magic == "P6", let width = try number(), let height = try number(), try number() == 255 else {
            throw DamagedVideo("\(name) gave no pictures that can be read; convert it to mp4 first.")
        }
        guard (1...Self.sideLimit).contains(width), (1...Self.sideLimit).contains(height) else {
            throw DamagedVideo("\(name) is \(width)x\(height) pixels, above \(Self.sideLimit); scale it down first.")
        }
        let size = width * height * 3
        while buffer.count - position < size {
            guard try fill() else { throw DamagedVideo("\(name) ends within a frame; fetch it anew.") }
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
                throw DamagedVideo("\(url.path) has more than \(frames.count) frames; cut it or give a smaller size.")
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
                    throw DamagedVideo("\(name) ends within a frame; fetch it anew.")
                }
            }
            let byte = buffer[position]
            position += 1
            if byte <= 0x20 { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
            if text.count > 16 {
                throw DamagedVideo("\(name) gave no pictures that can be read; convert it to mp4 first.")
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
            try ffmpeg.waitForOutput(output)
            n = buffer.withUnsafeMutableBytes { Foundation.read(output, $0.baseAddress! + begin, 1 << 18) }
        } while n < 0 && errno == EINTR
        buffer.removeLast(buffer.count - begin - max(0, n))
        if n > 0 { return true }
        ended = true
        complaint = try ffmpeg.wait().last
        return false
    }
}
