/// One line of `results.jsonl`: one metric on one case under one noise seed.
public struct ResultRecord: Codable, Hashable, Sendable {
    public var scenario: String
    /// SHA-256 of the case: script, draw, actions and size, in hexadecimal.
    public var sha: String
    /// "geometry", "permanence", "causality", or the column that the scenario belongs to.
    public var module: String
    public var family: String
    public var heldOut: Bool
    /// "id", "ood" or "comb".
    public var split: String
    public var draw: Int
    /// Noise seed of the candidate.
    public var seed: Int
    /// Name shared by counterbalanced cases, which are right only together.
    public var pair: String?
    /// The branch measured; "factual" where there is only one.
    public var branch: String
    /// "T0": truth of the simulator, "T1": commanded camera, "T2": pixels alone.
    public var tier: String
    /// e.g. "revisit", "choice", "effect_cos".
    public var metric: String
    /// Where the metric counts: nil in the module of its scenario, else a column ("control", "drift", "physics",
    /// "surprise", "fidelity").
    public var column: String?
    /// The measured value, in [0, 1] for a flawless to hopeless world but not clipped; nil where there is none.
    public var raw: Double?
    /// The best cheat's value on the same case.
    public var floor: Double?
    /// The truth's value through the candidate's own codec.
    public var ceil: Double?
    /// (raw - floor) / (ceil - floor), not clipped; 0 where a gate failed or an error was thrown.
    public var score: Double
    /// Gate name -> passed.
    public var gates: [String: Bool]
    public var status: ResultStatus
    /// Why it is not `ok`, as one code and one sentence: "view: the path gains 1.2 dB of 5".
    public var reason: String?
    /// Further numbers in their own units: "db", "unseen_frames", "leak", "onset_frames", "metres".
    public var details: [String: Double]
    /// The metric over time, one value a frame from `firstFrame` on; empty where it has none.
    public var perFrame: [Double]
    /// Frame number of `perFrame[0]`.
    public var firstFrame: Int
    /// Milliseconds spent on this record; the one field that differs between equal runs.
    public var ms: Int

    public init(
        scenario: String, sha: String = "", module: String, family: String, heldOut: Bool = false, split: String = "id",
        draw: Int = 0, seed: Int = 0, pair: String? = nil, branch: String = "factual", tier: String = "T0",
        metric: String, column: String? = nil, raw: Double?, floor: Double? = nil, ceil: Double? = nil, score: Double,
        gates: [String: Bool] = [:], status: ResultStatus = .ok, reason: String? = nil, details: [String: Double] = [:],
        perFrame: [Double] = [], firstFrame: Int = 0, ms: Int = 0
    ) {
        (self.scenario, self.sha, self.module, self.family, self.heldOut) = (scenario, sha, module, family, heldOut)
        (self.split, self.draw, self.seed, self.pair, self.branch) = (split, draw, seed, pair, branch)
        (self.tier, self.metric, self.column, self.raw, self.floor) = (tier, metric, column, raw, floor)
        (self.ceil, self.score, self.gates, self.status, self.reason) = (ceil, score, gates, status, reason)
        (self.details, self.perFrame, self.firstFrame, self.ms) = (details, perFrame, firstFrame, ms)
    }

    enum CodingKeys: String, CodingKey {
        case scenario, sha, module, family, split, draw, seed, pair, branch, tier, metric, column, raw, floor, ceil
        case score, gates, status, reason, details, ms
        case heldOut = "held_out"
        case perFrame = "per_frame"
        case firstFrame = "first_frame"
    }
}
