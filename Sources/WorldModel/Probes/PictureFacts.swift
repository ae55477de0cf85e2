import Foundation
import Tensors
import Text

/// What a probe finds in one picture.
public struct PictureFacts: Hashable, Sendable {
    /// A thing by its kind and colour, as indices of `FactLexicon`.
    public struct Sighting: Hashable, Sendable {
        public var noun: Int
        /// Nil: it has none that could be named.
        public var colour: Int?
        public var moves: Bool

        public init(noun: Int, colour: Int?, moves: Bool) {
            (self.noun, self.colour, self.moves) = (noun, colour, moves)
        }
    }

    public var things: [Sighting] = []
    /// Probabilities, one a place and one a time.
    public var places: [Float] = []
    public var times: [Float] = []

    /// How sure a middle must be.
    public static let threshold: Float = 0.4

    public init() {}

    /// Of picture `n` of the probe's output.
    init(_ output: Tensor, _ n: Int) {
        typealias Channel = FactProbe.Channel
        let (h, w) = FactProbe.grid
        let values = output.f32 + n * h * w * Channel.count
        func at(_ y: Int, _ x: Int, _ channel: Int) -> Float { values[(y * w + x) * Channel.count + channel] }
        let least = log(Self.threshold / (1 - Self.threshold))
        for y in 0..<h {
            for x in 0..<w where at(y, x, Channel.middle) > least {
                let ys = max(0, y - 1)...min(h - 1, y + 1)
                let xs = max(0, x - 1)...min(w - 1, x + 1)
                let own = at(y, x, Channel.middle)
                let isPeak = ys.allSatisfy { v in
                    xs.allSatisfy { u in
                        let other = at(v, u, Channel.middle)
                        return other < own || (other == own && (v, u) >= (y, x))
                    }
                }
                guard isPeak else { continue }
                let noun = FactLexicon.nouns.indices.max {
                    at(y, x, Channel.kinds.lowerBound + 1 + $0) < at(y, x, Channel.kinds.lowerBound + 1 + $1)
                }!
                let colour = FactLexicon.colours.indices.max {
                    at(y, x, Channel.colours.lowerBound + $0) < at(y, x, Channel.colours.lowerBound + $1)
                }!
                things.append(Sighting(noun: noun, colour: colour, moves: at(y, x, Channel.moves) > 0))
            }
        }
        places = Self.shares(values, Channel.places)
        times = Self.shares(values, Channel.times)
    }

    /// The softmax of the means over all cells.
    public static func shares(_ values: UnsafeMutablePointer<Float>, _ channels: Range<Int>) -> [Float] {
        let cells = FactProbe.grid.h * FactProbe.grid.w
        var sums = [Float](repeating: 0, count: channels.count)
        for i in 0..<cells {
            for (k, c) in channels.enumerated() { sums[k] += values[i * FactProbe.Channel.count + c] }
        }
        let most = sums.max()!
        let powers = sums.map { exp(($0 - most) / Float(cells)) }
        let all = powers.reduce(0, +)
        return powers.map { $0 / all }
    }
}
