import Foundation

/// Where what can be made again is kept: `$XDG_CACHE_HOME/diorama`, else `~/.cache/diorama`.
enum CacheFolder {
    /// nil where the environment names neither.
    static func url(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> URL? {
        func named(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        let caches = named("XDG_CACHE_HOME") ?? named("HOME").map { $0 + "/.cache" }
        return caches.map { URL(fileURLWithPath: $0).appendingPathComponent("diorama") }
    }
}
