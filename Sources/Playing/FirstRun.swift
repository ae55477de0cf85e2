import Foundation

/// Whether a window was ever opened here, as a file in `$XDG_STATE_HOME/diorama` tells.
public enum FirstRun {
    private static func mark(_ environment: [String: String]) -> URL {
        UserFolder.state(environment).appendingPathComponent("keys-shown")
    }

    public static func isFirst(environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        !FileManager.default.fileExists(atPath: mark(environment).path)
    }

    /// Where that cannot be written, it will be the first run again.
    public static func remember(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let file = mark(environment)
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data().write(to: file)
    }
}
