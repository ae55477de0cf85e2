import ArgumentParser

/// What a worker process is told by the one that watches it.
struct WorkOptions: ParsableArguments {
    @Option var worker: String?
    @Option var first = 0
    @Option var count = 0
    /// The file that it shows its progress in.
    @Option var status = ""
    /// Whether its memory is bounded.
    @Flag var unbounded = false
}
