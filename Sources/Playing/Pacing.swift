/// When to begin a latent frame: as late as its pictures can still be in time, so that the keys they answer are fresh.
///
/// Key to picture is then half a latent frame (a key waits for the next one) plus `lead`.
public struct Pacing: Sendable {
    /// Milliseconds from asking for the keys to having the pictures, of the last latent frames.
    private var taken = FrameStatistics(window: 40)
    /// Latent frames that are to be in time; the others are a few milliseconds late.
    static let share = 0.9
    /// For what the thread and the window do besides.
    static let margin = 3.0

    public init() {}

    /// `duration` is of a whole latent frame, however many pictures it holds.
    public mutating func add(_ duration: Duration) { taken.add(duration / .milliseconds(1)) }

    /// How long before its first picture is due a latent frame is begun.
    public var lead: Duration { .milliseconds(taken.percentile(Self.share) + Self.margin) }

    /// Whether to begin a latent frame of `group` pictures, when the next picture is `due` and `queued` are ready.
    /// Without an `interval`, pictures are shown as they come.
    public func mayBegin(
        now: ContinuousClock.Instant, due: ContinuousClock.Instant, queued: Int, group: Int, interval: Duration?
    ) -> Bool {
        guard queued < group else { return false }
        guard let interval else { return true }
        return now + lead >= due + interval * queued
    }
}
