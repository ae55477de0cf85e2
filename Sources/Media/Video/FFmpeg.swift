import Foundation
import Tensors
import Worlds

/// ffmpeg or its ffprobe at work on one file. Whatever ends badly is told apart: the file is damaged (`DamagedVideo`),
/// or the tool is missing, was killed or lacks something (`FileError`).
final class FFmpeg: @unchecked Sendable {
    enum Tool: String {
        case ffmpeg, ffprobe

        var path: String {
            get throws {
                if let path = ChildProcess.find(rawValue) { return path }
                throw FileError(
                    "Videos need \(rawValue), which is not on the PATH; install it with `apt-get install ffmpeg`.")
            }
        }
    }

    private let tool: Tool
    private let process: ChildProcess
    private let name: String

    /// Starts it on `arguments`; errors call the video `name`. Descriptors stay the caller's.
    init(
        _ arguments: [String], tool: Tool = .ffmpeg, input: Int32? = nil, output: Int32? = nil, name: String
    ) throws {
        (self.tool, self.name) = (tool, name)
        let quiet = ["-hide_banner", "-loglevel", "error"] + (tool == .ffmpeg ? ["-nostdin", "-y"] : [])
        process = try ChildProcess(try tool.path, quiet + arguments, input: input, output: output)
    }

    /// All that ffprobe prints on `arguments`, and what it complained of.
    static func probe(_ arguments: [String], name: String, limit: Int = 64 << 20) throws -> (
        output: Data, messages: [String]
    ) {
        let ends = try ChildProcess.pipe(for: name)
        defer { close(ends.read) }
        let probe: FFmpeg
        do {
            defer { close(ends.write) }
            probe = try FFmpeg(arguments, tool: .ffprobe, output: ends.write, name: name)
        }
        var output = Data()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try probe.waitForOutput(ends.read)
            let n = read(ends.read, &part, part.count)
            if n < 0 && errno == EINTR { continue }
            if n <= 0 { break }
            output.append(contentsOf: part[0..<n])
            if output.count > limit { throw DamagedVideo("\(name) holds too many pictures; cut it.") }
        }
        return (output, try probe.wait())
    }

    func stop() { process.stop() }

    /// Waits until there is something to read of `descriptor`; a tool that gives nothing for minutes is given up.
    func waitForOutput(_ descriptor: Int32) throws {
        let patience: Int32 = 120
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, patience * 1000) == 0 {
            throw FileError("\(tool.rawValue) gave nothing of \(name) for \(patience) seconds; try it by hand.")
        }
    }

    /// Waits for the end and returns what it complained of all the same; throws unless it ended well.
    @discardableResult func wait() throws -> [String] {
        if process.wait() != .exited(0) { throw failure() }
        return process.messages.map(Self.plain)
    }

    /// Why it ended badly.
    func failure() -> any Error {
        let messages = process.messages.map(Self.plain)
        let line = String((messages.last ?? "it ended without a message").prefix(200))
        switch process.wait() {
        case .killed(let signal):
            return FileError(
                "\(tool.rawValue) was killed (\(String(cString: strsignal(signal)))) while it worked on \(name); "
                    + "give the same command again.")
        case .exited(let code):
            if messages.contains(where: { $0.contains("No space left") }) {
                return FileError("Cannot write \(name): the disk is full; free some space and try again.")
            }
            if code == 127 || messages.isEmpty || messages.contains(where: Self.isOfTool) || !Self.works {
                let cause = messages.first(where: Self.isOfTool) ?? line
                return FileError(
                    "\(tool.rawValue) failed on \(name), which need not be at fault: \(cause.prefix(200)); "
                        + "mend that and give the same command again.")
            }
            return DamagedVideo("ffmpeg could not handle \(name): \(line).")
        }
    }

    /// A message without the place in memory that it comes from.
    private static func plain(_ message: String) -> String {
        guard message.hasPrefix("["), let end = message.firstIndex(of: "]"), message.contains(" @ 0x") else {
            return message
        }
        return message[message.index(after: end)...].trimmingCharacters(in: .whitespaces)
    }

    /// Whether a message is about the machine or the tool and not about the video.
    private static func isOfTool(_ message: String) -> Bool {
        [
            "Too many open files", "Cannot allocate memory", "Resource temporarily unavailable",
            "shared librar", "not found for input stream", "Unknown encoder", "Unknown decoder", "Unrecognized option",
            "Option not found", "No such filter", "Permission denied", "Input/output error", "Read-only file system",
            "File too large", "Disk quota exceeded", "Protocol not on whitelist",
        ].contains { message.contains($0) } || (message.hasPrefix("Decoder (") && message.hasSuffix("not found"))
    }

    /// Whether ffmpeg can do anything at all here: it is given a picture of our own to pass on.
    private static var works: Bool {
        guard let (input, output) = try? ChildProcess.pipe(for: "a picture") else { return false }
        defer { close(input) }
        let picture = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "16x16", "-i", "file:/dev/zero", "-frames:v", "1"]
        let arguments = picture + ["-f", "image2pipe", "-c:v", "ppm", "pipe:1"]
        let quiet = ["-hide_banner", "-loglevel", "error", "-nostdin"]
        let process = try? ChildProcess(Tool.ffmpeg.path, quiet + arguments, output: output)
        close(output)
        var bytes = [UInt8](repeating: 0, count: 1024)
        var count = 0
        while case let n = read(input, &bytes, bytes.count), n > 0 { count += n }
        return process?.wait() == .exited(0) && count == "P6\n16 16\n255\n".utf8.count + 16 * 16 * 3
    }
}
