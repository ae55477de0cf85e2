import Foundation

/// Lines that are seen at once, also where they go to a file.
enum StandardOutput {
    static func tell(_ line: String) { try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8)) }
}
