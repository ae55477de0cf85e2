import Foundation

/// The time that a training may take: its steps are as many as fit, found anew whenever a tenth of the time has passed.
///
/// While the learning rate is held nothing depends on their number; while it falls, it falls a little faster or slower.
public final class TimeBudget {
    /// A number of steps that stands for an unknown one.
    static let mostSteps = 100_000_000
    /// Part of the time that is left for saving at the end.
    private static let reserve = 0.04
    private static let leastSteps = 3

    public let seconds: Double
    /// As many as are planned; nil: not known yet.
    public private(set) var steps: Int?
    private let begin = ContinuousClock.now
    private var next: Double?
    private let record: (_ steps: Int?, _ elapsed: Double) throws -> Void

    /// Begins now. `steps` are those that an earlier part of the training planned; `record` keeps what is planned and how much time has
    /// passed since the beginning.
    public init(
        seconds: Double, steps: Int? = nil, record: @escaping (_ steps: Int?, _ elapsed: Double) throws -> Void
    ) {
        (self.seconds, self.steps, self.record) = (seconds, steps, record)
    }

    public var elapsed: Double { (ContinuousClock.now - begin) / .seconds(1) }
    var left: Double { max(0, seconds - elapsed) }

    func keep() throws { try record(steps, elapsed) }

    /// The number of steps where it is found anew: `done` have been made, those after `first` in `seconds`.
    func planned(done: Int, since first: Int, seconds trained: Double) -> Int? {
        let now = elapsed
        let due = next ?? min(now - trained + 0.1 * (seconds - now + trained), seconds)
        next = due
        guard done - first >= Self.leastSteps, now >= due || now >= seconds else { return nil }
        next = now + 0.1 * seconds
        let each = trained / Double(done - first)
        let rest = max(0, seconds * (1 - Self.reserve) - now) / max(1e-6, each)
        let planned = min(Self.mostSteps - 1, done + Int(rest))
        steps = planned
        return planned
    }
}
