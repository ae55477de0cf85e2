/// What an import did, in lines for people.
public struct ImportReport: Sendable {
    public var episodes = 0
    public var frames = 0
    /// Recordings that were in the set already.
    public var skipped = 0
    /// Recordings that were left out, or ended early, and why.
    public var dropped: [(name: String, why: String)] = []
    /// Pictures that no frame shows, because of a lower rate or actions that nobody knows.
    public var unusedPictures = 0
    /// Values of axes that were cut to -1...1.
    public var cutValues = 0
    /// What was found out about alignment and effects.
    public var findings: [String] = []
    /// Whether it ended before all recordings were read.
    public var stopped = false

    public init() {}

    public var lines: [String] {
        var lines = findings
        lines.append("\(episodes) new episodes, \(frames) frames.")
        if skipped > 0 { lines.append("\(skipped) recordings were already there.") }
        if unusedPictures > 0 {
            lines.append("\(unusedPictures) pictures became no frame: the rate is lower, or their actions are unknown.")
        }
        if cutValues > 0 { lines.append("\(cutValues) values of axes were beyond -1...1 and were cut.") }
        if !dropped.isEmpty { lines.append("Dropped \(dropped.count):") }
        lines += dropped.prefix(20).map { "  \($0.name): \($0.why)" }
        if dropped.count > 20 { lines.append("  and \(dropped.count - 20) more") }
        return lines
    }
}
