import Foundation
import TestSupport

/// A folder with a training so small that it takes a second, and the command in the middle of it.
struct TrainingCommand {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try settings("tiny.yaml")
    }

    /// Writes settings to `name`, `changed` in some.
    func settings(_ name: String, _ changed: [String: String] = [:]) throws {
        let tiny = [
            "name": "tiny", "width": "32", "height": "32", "episodes": "2", "frames": "17", "stagedEpisodes": "1",
            "compressorWidth": "16", "compressorSteps": "8", "compressorBatch": "2", "latentChannels": "8",
            "depthSteps": "2", "transformerWidth": "32", "transformerDepth": "1", "transformerHeads": "2",
            "transformerSteps": "12", "clips": "2", "clipFrames": "4", "validationSteps": "4",
        ]
        let lines = tiny.merging(changed) { $1 }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
        try Data(lines.joined().utf8).write(to: folder.file(name))
    }

    func train(_ part: String, _ run: String, _ more: String..., config: String = "tiny.yaml") throws -> Command {
        try Command(["train", part, "--run", run, "--config", config] + more, in: folder.url)
    }

    /// Starts `arguments` and sends `signal` as soon as `ready` holds; returns how it ended and what it said.
    func interrupted(
        _ arguments: [String], _ signal: Int32, when ready: (String) -> Bool
    ) throws -> (reason: Process.TerminationReason, status: Int32, errors: String) {
        let process = Process()
        process.executableURL = try Command.program()
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        let messages = folder.file("messages")
        try Data().write(to: messages)
        process.standardError = try FileHandle(forWritingTo: messages)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        func text() -> String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }
        // A command that never gets there, or does not heed the signal, ends as a failure instead of holding everything up.
        let end = Date(timeIntervalSinceNow: 300)
        while process.isRunning, !ready(text()), Date() < end { usleep(2000) }
        kill(process.processIdentifier, signal)
        let last = Date(timeIntervalSinceNow: 120)
        while process.isRunning, Date() < last { usleep(2000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return (process.terminationReason, process.terminationStatus, text())
    }

    /// Lines of a run's log.
    func lines(_ log: String) -> [String] {
        let text = (try? String(contentsOf: folder.file(log), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Step and loss of each line.
    func losses(_ log: String) throws -> [[Double]] {
        try lines(log).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return [object?["step"], object?["loss"]].map { ($0 as? NSNumber)?.doubleValue ?? -1 }
        }
    }

    /// Files in the folder `name` and below whose names begin with a dot.
    func hidden(_ name: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.file(name).path)?.allObjects as? [String] ?? []
        return all.filter { ($0 as NSString).lastPathComponent.hasPrefix(".") || $0.hasSuffix(".part") }
    }
}
