import Foundation
import Tensors

/// The ffmpeg program, run with its messages kept for the error it may end in.
final class FFmpeg: @unchecked Sendable {
    private let process = Process()
    private let messages: URL
    private let name: String

    /// Starts ffmpeg on `arguments`; errors call the video `name`.
    init(_ arguments: [String], input: FileHandle?, output: FileHandle?, name: String) throws {
        self.name = name
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/usr/local/bin").split(separator: ":")
        guard let program = folders.map({ "\($0)/ffmpeg" }).first(where: FileManager.default.isExecutableFile) else {
            throw FileError("Videos need ffmpeg, which is not installed; install it with `apt-get install ffmpeg`.")
        }
        messages = FileManager.default.temporaryDirectory.appendingPathComponent("ffmpeg-\(UUID().uuidString).log")
        guard FileManager.default.createFile(atPath: messages.path, contents: nil) else {
            throw FileError("Cannot write \(messages.path); check that the folder for temporary files has room.")
        }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"] + arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: messages)
        do { try process.run() } catch {
            throw FileError("Cannot start \(program) for \(name): \(error.localizedDescription).")
        }
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: messages)
    }

    func stop() { if process.isRunning { process.terminate() } }

    /// Waits for the end; throws with ffmpeg's last line unless it ended well.
    func wait() throws {
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw failure() }
    }

    func failure() -> FileError {
        process.waitUntilExit()
        let text = (try? String(contentsOf: messages, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").last.map { $0.prefix(200) } ?? "it ended without a message"
        return FileError("ffmpeg could not handle \(name): \(line).")
    }
}
