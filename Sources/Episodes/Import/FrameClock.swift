import Tensors
import Worlds

/// Which pictures of a recording are kept at a steady rate, and what led from one to the next.
struct FrameClock: Sendable {
    /// For each frame the picture it shows; never falling.
    let picks: [Int]
    /// Frames a second that the recording has, as far as it is steady.
    let rate: Double
    /// Whether every picture is a frame.
    let keepsAll: Bool
    /// Seconds for which a recording may show one picture.
    private static let longest = 2.0

    /// - Parameters:
    ///   - times: when each picture is shown, in seconds.
    ///   - told: the recording's rate as its maker says.
    ///   - wanted: the rate that frames are to have, or nil for the recording's own.
    init(times: [Double], told: Double?, wanted: Double?) throws {
        guard times.count > 1, let end = times.last, end > 0 else { throw FileError("it has fewer than two pictures") }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }
        let median = steps.sorted()[steps.count / 2]
        let mean = end / Double(steps.count)
        let seen = Self.usual(1 / (abs(median - mean) < 0.02 * median ? mean : max(median, 1e-4)))
        let own = told.map { abs($0 - seen) < 0.02 * seen ? $0 : seen } ?? seen
        rate = own
        let target = wanted ?? own
        guard target <= own * 1.02 else {
            throw FileError(
                "it has \(Self.text(own)) frames a second, fewer than \(Self.text(target)); give a lower --fps")
        }
        let even = steps.allSatisfy { abs($0 - 1 / own) < 0.5 / own }
        keepsAll = even && abs(target - own) < 0.02 * own
        if keepsAll {
            picks = Array(times.indices)
            return
        }
        if let gap = steps.max(), gap > Self.longest, let place = steps.firstIndex(of: gap) {
            throw FileError("it stands still for \(Self.text(gap)) s at \(Self.text(times[place])) s; cut it there")
        }
        guard end * target < 10_000_000 else { throw FileError("it is too long; cut it") }
        var (picks, at) = ([Int](), 0)
        for k in 0...Int(end * target + 1e-6) {
            while at + 1 < times.count, times[at + 1] <= (Double(k) + 0.25) / target { at += 1 }
            picks.append(at)
        }
        self.picks = picks
    }

    /// A rate that is usual, where `rate` is nearly it.
    private static func usual(_ rate: Double) -> Double {
        let whole = rate.rounded()
        let candidates = [whole, whole * 1000 / 1001, (rate * 2).rounded() / 2].filter { $0 > 0 }
        if let best = candidates.min(by: { abs($0 - rate) < abs($1 - rate) }), abs(best - rate) < 0.002 * rate {
            return best
        }
        return (rate * 1000).rounded() / 1000
    }

    static func text(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        return Int(exactly: rounded).map { String($0) } ?? String(rounded)
    }

    /// What the effects of a channel become when a frame lasts `ratio` frames of the recording.
    static func slowed(_ space: ActionSpace, ratio: Double) -> ActionSpace {
        if ratio == 1 { return space }
        let factor = Float(ratio)
        return ActionSpace(
            channels: space.channels.map { channel in
                var channel = channel
                switch channel.effect {
                case .turn(let degrees): channel.effect = .turn(degrees: degrees.map { $0 * factor })
                case .look(let degrees): channel.effect = .look(degrees: degrees.map { $0 * factor })
                case .move(let metres, let direction):
                    channel.effect = .move(metres: metres.map { $0 * factor }, direction)
                case .jump, .use, .none: break
                }
                return channel
            })
    }

    /// The actions of the frames from those of the pictures: keys that were down at any picture, axes in sum where their
    /// effect is an amount a frame (in `slowed` units), else their mean. Counts values that had to be cut to -1...1.
    func merged(_ actions: [Action], _ space: ActionSpace, target: Double, cut: inout Int) -> [Action] {
        let ratio = keepsAll ? 1 : Float(rate / target)
        var last = -1
        return picks.map { pick in
            var action = Action.none(space.channels.count)
            let part = last + 1 <= pick ? actions[(last + 1)...pick] : []
            for (i, channel) in space.channels.enumerated() where !part.isEmpty {
                if channel.kind == .key {
                    action.values[i] = part.reduce(0) { max($0, $1.values[i]) }
                } else {
                    let sum = part.reduce(0) { $0 + $1.values[i] }
                    var value = channel.effect == .none ? sum / Float(part.count) : sum / ratio
                    if abs(value) > 1 {
                        cut += 1
                        value = max(-1, min(1, value))
                    }
                    action.values[i] = value
                }
            }
            last = pick
            return action
        }
    }
}
