import Foundation

/// Where a user's files lie, as the XDG Base Directory Specification has it.
enum UserFolder {
    /// What a program remembers: `$XDG_STATE_HOME/diorama`, else `~/.local/state/diorama`.
    static func state(_ environment: [String: String]) -> URL { folder("XDG_STATE_HOME", ".local/state", environment) }

    /// What a user settles: `$XDG_CONFIG_HOME/diorama`, else `~/.config/diorama`.
    static func configuration(_ environment: [String: String]) -> URL {
        folder("XDG_CONFIG_HOME", ".config", environment)
    }

    /// Paths that are not absolute do not count.
    private static func folder(_ variable: String, _ usual: String, _ environment: [String: String]) -> URL {
        func absolute(_ name: String) -> URL? {
            environment[name].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
        }
        let home = absolute("HOME") ?? FileManager.default.homeDirectoryForCurrentUser
        return (absolute(variable) ?? home.appendingPathComponent(usual)).appendingPathComponent("diorama")
    }
}
