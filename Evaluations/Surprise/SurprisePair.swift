/// One ending after the start that leads to it and after one that does not, as a judge reads them.
struct SurprisePair: Sendable {
    var lawful: SurpriseReading
    var unlawful: SurpriseReading

    /// 1 where `unlawful` is the greater, 0 where it is the smaller, one half for a tie.
    static func outcome(_ unlawful: Double, _ lawful: Double) -> Double {
        unlawful > lawful ? 1 : unlawful < lawful ? 0 : 0.5
    }

    /// The same of the means over a clip.
    static func outcome(_ unlawful: [Double], _ lawful: [Double]) -> Double {
        outcome(Moments(unlawful).mean, Moments(lawful).mean)
    }

    var outcome: Double { Self.outcome(unlawful.values, lawful.values) }

    /// The same with random weights; a tie where the judge has none.
    var untrained: Double {
        guard let a = unlawful.untrained, let b = lawful.untrained else { return 0.5 }
        return Self.outcome(a, b)
    }

    /// Surprise beyond the lawful, moment by moment.
    var excess: [Double] { zip(unlawful.values, lawful.values).map { $0 - $1 } }

    /// Which moment surprises most.
    var peak: Int { excess.indices.max { excess[$0] < excess[$1] } ?? 0 }
}
