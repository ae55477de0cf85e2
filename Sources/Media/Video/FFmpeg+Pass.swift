import Foundation
import Tensors
import Worlds

extension FFmpeg {
    /// What ffmpeg makes of `data`, which it reads from its standard input, and its last complaint; `limit` bytes are taken.
    static func pass(
        _ data: Data, _ arguments: [String], name: String, limit: Int
    ) throws -> (output: Data, complaint: String?) {
        let (given, made) = (try ChildProcess.pipe(for: name), try ChildProcess.pipe(for: name))
        let ffmpeg: FFmpeg
        do {
            defer {
                close(given.read)
                close(made.write)
            }
            ffmpeg = try FFmpeg(arguments, input: given.read, output: made.write, name: name)
        } catch {
            close(given.write)
            close(made.read)
            throw error
        }
        Thread.detachNewThread {
            _ = data.withUnsafeBytes { ChildProcess.send($0, to: given.write) }
            close(given.write)
        }
        let file = FileHandle(fileDescriptor: made.read, closeOnDealloc: true)
        let output = try file.read(upToCount: limit) ?? Data()
        try? file.close()
        return (output, try ffmpeg.wait().last)
    }
}
