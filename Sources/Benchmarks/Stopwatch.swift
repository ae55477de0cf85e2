import Foundation

/// Seconds that work takes.
enum Stopwatch {
    /// The median of `runs` runs, after one that does not count.
    static func median(_ runs: Int, _ body: () throws -> Void) rethrows -> Double {
        try body()
        return try (0..<runs).map { _ in try seconds(body) }.sorted()[runs / 2]
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let begin = DispatchTime.now().uptimeNanoseconds
        try body()
        return Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
    }
}
