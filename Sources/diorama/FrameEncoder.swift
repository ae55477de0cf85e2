import Foundation
import Tensors
import Worlds

/// Pipes frames to ffmpeg, which writes an mp4 at 20 frames a second.
final class FrameEncoder {
    private let process = Process()
    private let pipe = Pipe()
    private let target: URL

    init(_ target: URL, width: Int, height: Int) throws {
        self.target = target
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let ffmpeg = paths.map({ "\($0)/ffmpeg" }).first(where: FileManager.default.isExecutableFile) else {
            throw FileError("\(target.path) needs ffmpeg, which is not installed: apt-get install ffmpeg.")
        }
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: ffmpeg)
        process.arguments = [
            "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(width)x\(height)", "-r", "20",
            "-i", "-", "-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", target.path,
        ]
        process.standardInput = pipe
        try process.run()
    }

    func append(_ frame: Frame) throws {
        do { try pipe.fileHandleForWriting.write(contentsOf: Data(frame.pixels)) } catch {
            throw FileError("\(target.path) could not be written by ffmpeg; free some space or choose another place.")
        }
    }

    func finish() throws {
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw FileError("\(target.path) could not be written by ffmpeg; free some space or choose another place.")
        }
    }
}
