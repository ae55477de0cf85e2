import Foundation

/// What an evaluation ran on, for its manifest.
public enum Machine {
    /// Of the working tree that the command runs in, else "unknown".
    static var commit: String {
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for _ in 0..<12 {
            let git = folder.appendingPathComponent(".git")
            if FileManager.default.fileExists(atPath: git.path) { return head(git) ?? "unknown" }
            folder.deleteLastPathComponent()
        }
        return "unknown"
    }

    private static func head(_ git: URL) -> String? {
        func text(_ url: URL) -> String? {
            (try? String(contentsOf: url, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        // In a linked work tree .git is a file that names the folder; branches live with the main one.
        var home = git
        if let link = text(git), link.hasPrefix("gitdir: ") { home = URL(fileURLWithPath: String(link.dropFirst(8))) }
        var common = home
        if let path = text(home.appendingPathComponent("commondir")) {
            common = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: home.path + "/"))
        }
        guard let head = text(home.appendingPathComponent("HEAD")) else { return nil }
        guard head.hasPrefix("ref: ") else { return head }
        let name = String(head.dropFirst(5))
        if let hash = text(common.appendingPathComponent(name)) { return hash }
        let packed = text(common.appendingPathComponent("packed-refs")) ?? ""
        return packed.split(separator: "\n").first { $0.hasSuffix(" " + name) }.map { String($0.prefix(40)) }
    }

    static var swift: String {
        #if swift(>=6.4)
            "6.4 or later"
        #elseif swift(>=6.3)
            "6.3"
        #elseif swift(>=6.2)
            "6.2"
        #else
            "6.1 or earlier"
        #endif
    }

    /// Those of the vector units that the engine's paths depend on.
    static var cpuFeatures: [String] {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let flags = Set((info.split(separator: "\n").first { $0.hasPrefix("flags") } ?? "").split(separator: " "))
        return ["avx2", "fma", "avx512f", "avx512_bf16", "amx_tile"].filter { flags.contains(Substring($0)) }
    }

    /// Processors, or as many as the variable DIORAMA_THREADS says.
    public static var threads: Int {
        ProcessInfo.processInfo.environment["DIORAMA_THREADS"].flatMap { Int($0) }
            ?? ProcessInfo.processInfo.activeProcessorCount
    }
}
