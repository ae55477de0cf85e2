import Scenarios
import Worlds

/// What a metric sees: the case, its truth, and the frames that one candidate made of it.
public struct Evidence: Sendable {
    public let truth: CaseTruth
    /// Branch -> all frames since reset; the given ones are the truth's, the rest the candidate's.
    public let frames: [String: [Frame]]
    /// The truth's main branch as the candidate's codec shows it; nil where it has none.
    public let codedTruth: [Frame]?
    /// What several metrics ask for.
    let memo = Memo()

    public var scenario: ScenarioCase { truth.scenario }
    /// Frames of the main branch.
    public var main: [Frame] { frames[scenario.mainBranch] ?? [] }
    /// The first frame that the candidate made itself.
    public var firstMade: Int { truth.firstMade }

    public init(truth: CaseTruth, frames: [String: [Frame]], codedTruth: [Frame]? = nil) {
        (self.truth, self.frames, self.codedTruth) = (truth, frames, codedTruth)
    }

    /// The truth as if it were a candidate.
    public init(truth: CaseTruth) {
        self.init(truth: truth, frames: truth.branches.mapValues { $0.map(\.frame) })
    }

    /// Expectations of this name.
    public func terms(_ names: String...) -> [ScenarioTerm] {
        scenario.expectations.filter { names.contains($0.name) }
    }

    /// The branch that repeats the main one under other noise.
    public var nullBranch: String? {
        let named = scenario.gates.first { $0.name == "null_floor" }?.subjects.first
        return named ?? (scenario.branches["null_a_a"] == nil ? nil : "null_a_a")
    }
}
