import Foundation

/// A virtual X display with a keyboard, for one test.
final class Display {
    let name: String
    private let server = Process()

    /// Why there can be no display here, or nil.
    static let missing: String? = {
        let absent = ["Xvfb", "xdotool"].filter { program($0) == nil }
        return absent.isEmpty ? nil : "\(absent.joined(separator: " and ")) not installed: apt-get install xvfb xdotool"
    }()

    static func program(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { URL(fileURLWithPath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    init() throws {
        let output = Pipe()
        server.executableURL = Self.program("Xvfb")
        // The server chooses a free number and writes it once it takes connections. It must not begin anew whenever
        // its last client, an xdotool for instance, leaves it.
        server.arguments = ["-displayfd", "1", "-screen", "0", "1100x800x24", "-nolisten", "tcp", "-noreset"]
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        let number = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        name = ":" + number.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit { stop() }

    /// Takes the display away from whoever uses it.
    func stop() {
        // Children of these threads are born with other signals blocked.
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
    }

    /// Runs xdotool and returns what it prints.
    @discardableResult func type(_ arguments: String...) throws -> String { try run("xdotool", arguments) }

    /// Gives the keyboard the layout of a country; false where there is no program for that.
    func setLayout(_ name: String) throws -> Bool {
        guard Self.program("setxkbmap") != nil else { return false }
        try run("setxkbmap", [name])
        return true
    }

    @discardableResult private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = Self.program(program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["DISPLAY": name]) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
