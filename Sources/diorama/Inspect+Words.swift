extension Inspect {
    /// Sets of earlier versions have checksums of frames and actions alone.
    static func halfVerified(_ count: Int) -> String {
        " Of \(count) recorded by an earlier version they are of frames and actions; all else is of the right shape and finite."
    }

    func count(_ what: String, _ values: [String]) {
        let counts = Dictionary(grouping: values, by: { $0.isEmpty ? "unnamed" : $0 }).mapValues(\.count)
        if counts.isEmpty { return }
        let text = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        print("  \(what): \(text.joined(separator: ", "))")
    }

    func minutes(_ frames: Int, _ framesPerSecond: Double) -> String {
        let seconds = Int(Double(frames) / framesPerSecond)
        return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
    }

    func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e5).rounded() / 10) MB" }

    func grouped(_ n: Int) -> String {
        var text = String(n)
        var place = text.count - 3
        while place > 0 {
            text.insert(" ", at: text.index(text.startIndex, offsetBy: place))
            place -= 3
        }
        return text
    }
}
