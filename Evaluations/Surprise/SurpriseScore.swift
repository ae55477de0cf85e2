/// What all quadruplets of a run amount to: accuracy above the best of what needs no understanding.
///
/// The floor is the greatest of a coin, the same network with random weights, the best rule on pixels, and how far the
/// recoloured thing's accuracy lies from one half on either side. Floors are those of the whole run, so a single record
/// has none. An unreviewed audit of diffusion models (`Cyan-Leaf/probe-diagnostics-voe`) found that without such controls
/// a random network comes near to a trained one.
public struct SurpriseScore: Codable, Hashable, Sendable {
    /// Share of the pairs in which the unlawful clip surprises more; ties count one half.
    public var accuracy: Double
    /// The same of two endings of one start. Nothing is scored by it: an ending in which more is to be seen or moves is
    /// harder to predict, lawful or not, which makes one pair of a quadruplet right and the other wrong.
    public var sameStart: Double
    /// The accuracy of the same network with random weights.
    public var untrained: Double
    /// Of the best rule on pixels.
    public var pixels: Double
    /// How often a recoloured thing counts as surprising.
    public var recolour: Double
    /// Above `floor`, on the way to 1; not clipped.
    public var score: Double
    /// 95%, not clipped.
    public var low: Double
    public var high: Double
    /// Those that count, failed ones among them.
    public var quadruplets: Int
    public var failed: Int
    /// Whose energies do not match, so that they are not counted.
    public var unmatched: Int
    /// Mean distance between the moment of greatest excess surprise and the first that shows the violation, frames.
    public var peakError: Double?

    enum CodingKeys: String, CodingKey {
        case accuracy, untrained, pixels, recolour, score, low, high, quadruplets, failed, unmatched
        case sameStart = "same_start"
        case peakError = "peak_error_frames"
    }

    public var floor: Double { Self.floor(untrained, pixels, recolour) }

    private static func floor(_ untrained: Double, _ pixels: Double, _ recolour: Double) -> Double {
        max(0.5, untrained, pixels, recolour, 1 - recolour)
    }

    /// Where a floor reaches 1 nothing can be told.
    static func score(_ accuracy: Double, floor: Double) -> Double {
        floor >= 1 ? 0 : (accuracy - floor) / (1 - floor)
    }

    /// Nil without quadruplets that count.
    init?(_ records: [ResultRecord], bootstrap: Bootstrap = Bootstrap()) {
        var seen: Set<String> = []
        let own = records.filter {
            $0.metric == SurpriseEvaluation.metric
                && seen.insert("\($0.scenario)\n\($0.pair ?? $0.sha)\n\($0.seed)").inserted
        }
        let outcomes = own.filter { $0.status != .notApplicable }.map(SurpriseOutcome.init)
        if outcomes.isEmpty { return nil }
        let rules = PixelRule.accuracies(outcomes.map(\.pixels))
        let places = Dictionary(grouping: outcomes.indices) { outcomes[$0].scenario }.sorted { $0.key < $1.key }
        func sample(_ value: (Int) -> Double) -> ModuleSample {
            ModuleSample([ClusteredSample(places.map { $0.value.map(value) })])
        }
        let samples = [
            sample { outcomes[$0].accuracy }, sample { outcomes[$0].untrained }, sample { rules[$0] },
            sample { outcomes[$0].recolour },
        ]
        (accuracy, untrained, pixels) = (samples[0].mean, samples[1].mean, samples[2].mean)
        recolour = samples[3].mean
        sameStart = sample { outcomes[$0].sameStart }.mean
        let floor = Self.floor(untrained, pixels, recolour)
        score = Self.score(accuracy, floor: floor)
        (quadruplets, failed) = (outcomes.count, outcomes.count(where: \.failed))
        unmatched = own.count { $0.reason?.hasPrefix("unmatched") == true }
        let errors = outcomes.compactMap(\.peakError)
        peakError = errors.isEmpty ? nil : Moments(errors).mean
        (low, high) = (min(0, score), 1)
        if places.count > 1 {
            // Samples of one shape are drawn alike, so accuracy and floors come from the same quadruplets.
            let drawn = samples.map { bootstrap.moduleMeans([$0], scores: true).map { $0[0] } }
            let scores = drawn[0].indices.map { i in
                Self.score(drawn[0][i], floor: Self.floor(drawn[1][i], drawn[2][i], drawn[3][i]))
            }
            let interval = Bootstrap.percentiles(scores, estimate: score)
            (low, high) = (min(interval.low, score), max(interval.high, score))
        }
    }

    /// As other columns have it.
    func estimate(_ records: [ResultRecord]) -> Estimate {
        let own = records.filter { $0.metric == SurpriseEvaluation.metric && $0.status != .notApplicable }
        func clipped(_ value: Double) -> Double { min(1, max(0, value)) }
        return Estimate(
            score: clipped(score), low: clipped(low), high: clipped(high), n: Set(own.map(\.scenario)).count,
            records: own.count)
    }

    /// Records of surprise as shares of the way from the floor to 1, for those who average records.
    func leveled(_ records: [ResultRecord]) -> [ResultRecord] {
        records.map { record in
            guard record.metric == SurpriseEvaluation.metric, record.status != .notApplicable else { return record }
            var leveled = record
            (leveled.floor, leveled.ceil) = (floor, 1)
            leveled.score = Self.score(record.raw ?? 0, floor: floor)
            return leveled
        }
    }
}
