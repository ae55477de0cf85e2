import Foundation

/// What a trust head said of cells whose truth is known.
public struct TrustReading: Sendable {
    struct Cell {
        let logit: Float
        let keep: Bool
        let weight: Float
    }

    /// Mean cross-entropy, nats.
    public let loss: Float
    private let cells: [Cell]

    init(_ cells: [Cell]) {
        self.cells = cells.filter { $0.weight > 0 }
        let weight = self.cells.reduce(0) { $0 + $1.weight }
        let sum = self.cells.reduce(Float(0)) { sum, cell in
            // log(1 + exp(-z)), z the logit of the right answer.
            let z = cell.keep ? cell.logit : -cell.logit
            return sum + cell.weight * (max(0, -z) + log1p(exp(-abs(z))))
        }
        loss = sum / max(1, weight)
    }

    /// The weighted share of the cells to be kept (or not) that are, where memory is kept from probability `threshold` on.
    public func share(keep: Bool, threshold: Float) -> Float {
        let least = log(threshold / (1 - threshold))
        let all = cells.filter { $0.keep == keep }
        let right = all.filter { ($0.logit >= least) == keep }
        return right.reduce(0) { $0 + $1.weight } / max(1, all.reduce(0) { $0 + $1.weight })
    }
}
