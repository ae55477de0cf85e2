import Foundation

/// The built `diorama`, run as a person runs it.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// Runs it to its end in `folder`.
    init(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        // It lies beside the test bundle, whose process this is.
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("diorama")
        process.arguments = arguments
        process.currentDirectoryURL = folder
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
