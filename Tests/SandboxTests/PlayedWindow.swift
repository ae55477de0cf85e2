import Foundation
import Media
import Testing
import Worlds

/// `diorama play` on a display, driven by keys; what it does is seen in its log and its screenshots.
final class PlayedWindow {
    let folder: URL
    let display: Display
    private let process = Process()
    private let output = Pipe()
    private var shots: Set<String> = []

    /// The program that was built beside these tests.
    static let program: URL? = {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let candidates = [path] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        return candidates.map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("diorama") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    init(_ display: Display, _ arguments: [String]) throws {
        self.display = display
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("window-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let program = Self.program else { throw Failure(description: "diorama was not built beside the tests") }
        process.executableURL = program
        process.arguments = ["play", "--log", "log.jsonl"] + arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["DISPLAY"] = display.name
        environment["SDL_VIDEODRIVER"] = "x11"
        environment["XDG_CONFIG_HOME"] = folder.path
        process.environment = environment
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try wait(for: "a window") { try !display.type("search", "--onlyvisible", "--name", "Diorama").isEmpty }
        try display.type("search", "--onlyvisible", "--name", "Diorama", "windowfocus")
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    var log: URL { folder.appendingPathComponent("log.jsonl") }

    /// The log's lines after its header.
    var lines: [String] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map(String.init)
    }

    func wait(for what: String, _ condition: () throws -> Bool) throws {
        let end = Date() + 20
        while try !condition() {
            guard Date() < end, process.isRunning || what == "the end" else {
                process.terminate()
                let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                throw Failure(description: "waited in vain for \(what); the program said: \(said)")
            }
            usleep(10_000)
        }
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Lets so many more frames be played.
    func play(_ frames: Int) throws {
        let goal = lines.count + frames
        try wait(for: "\(frames) frames") { lines.count >= goal }
    }

    /// Pauses, and waits until that can be seen.
    func pause() throws {
        try display.type("key", "p")
        var before = -1
        try wait(for: "rest") {
            defer { before = lines.count }
            usleep(250_000)
            return lines.count == before
        }
        _ = try rested()
    }

    /// What the window shows once nothing changes in it any more: pictures that are asked for come when they are made.
    func rested() throws -> Frame {
        var shot = try screenshot()
        try wait(for: "pictures that stay the same") {
            usleep(150_000)
            let next = try screenshot()
            defer { shot = next }
            return next == shot
        }
        return shot
    }

    /// Presses F12 and reads the picture that is saved. Keys that were pressed before have had their effect, apart from
    /// pictures that the model still makes.
    func screenshot() throws -> Frame {
        try display.type("key", "F12")
        var new: URL?
        try wait(for: "a screenshot") {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            guard
                let name = names.first(where: {
                    $0.hasSuffix(".png") && $0.hasPrefix("diorama-") && !shots.contains($0)
                })
            else { return false }
            shots.insert(name)
            new = folder.appendingPathComponent(name)
            return true
        }
        return try PNG.read(try #require(new))
    }

    /// Seconds until the program has ended.
    func end() throws -> Double {
        let begin = Date()
        try wait(for: "the end") { !process.isRunning }
        return Date().timeIntervalSince(begin)
    }

    /// What a desktop does when it shuts down.
    func terminate() { process.terminate() }

    var hasEnded: Bool { !process.isRunning }
    var status: Int32 { process.terminationStatus }
}
