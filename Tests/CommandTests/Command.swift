import Foundation

/// The built `diorama`, run as a person runs it.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// `name`, which lies beside the test bundle, whose process this is.
    static func program(_ name: String = "diorama") throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name)
    }

    private static func process(_ program: URL, _ arguments: [String], in folder: URL) -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }

    /// Runs it for some seconds, and kills it where it has not ended by then.
    static func killed(_ arguments: [String], in folder: URL, after seconds: Double) throws {
        let process = process(try program(), arguments, in: folder)
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        let end = Date(timeIntervalSinceNow: seconds)
        while process.isRunning, Date() < end { usleep(2000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Runs it to its end in `folder`, with `environment` over this process's own.
    init(
        _ arguments: [String], in folder: URL, program: String = "diorama", environment: [String: String] = [:]
    ) throws {
        let process = Self.process(try Self.program(program), arguments, in: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try self.init(process, in: folder)
    }

    /// Runs `script` in a shell in `folder`, where `$D` is the program.
    init(script: String, in folder: URL) throws {
        let shell = Self.process(URL(fileURLWithPath: "/bin/bash"), ["-c", script], in: folder)
        shell.environment = ProcessInfo.processInfo.environment.merging(["D": try Self.program().path]) { $1 }
        try self.init(shell, in: folder)
    }

    private init(_ process: Process, in folder: URL) throws {
        let (out, err) = (folder.appendingPathComponent("stdout"), folder.appendingPathComponent("stderr"))
        for url in [out, err] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOf: out, encoding: .utf8)
        errors = try String(contentsOf: err, encoding: .utf8)
    }
}
