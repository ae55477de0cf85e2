/// What pixels alone tell: "of two clips the one with more (or less) of this measure is the unlawful one".
///
/// Measure and direction are those that do best on all other quadruplets, so that the rule is not fitted to what it is
/// tried on.
enum PixelRule {
    /// Right, wrong or a tie for every pair of every quadruplet: `differences[quadruplet][pair][measure]` is that of the
    /// unlawful clip minus that of the lawful one. Returns the accuracy on each quadruplet.
    static func accuracies(_ differences: [[[Double]]]) -> [Double] {
        let measures = differences.first?.first?.count ?? 0
        guard measures > 0 else { return differences.map { _ in 0.5 } }
        // How often "more is unlawful" is right; "less" is right in all other cases.
        let own = differences.map { pairs in
            (0..<measures).map { m in Moments(pairs.map { SurprisePair.outcome($0[m], 0) }).mean }
        }
        let totals = (0..<measures).map { m in own.reduce(0) { $0 + $1[m] } }
        return own.map { accuracy in
            let rest = Double(own.count - 1)
            guard rest > 0 else { return 0.5 }
            let others = (0..<measures).map { (totals[$0] - accuracy[$0]) / rest - 0.5 }
            let best = others.indices.reduce(0) { abs(others[$1]) > abs(others[$0]) + 1e-9 ? $1 : $0 }
            // Nothing learned is a coin.
            if abs(others[best]) < 1e-9 { return 0.5 }
            return others[best] > 0 ? accuracy[best] : 1 - accuracy[best]
        }
    }
}
