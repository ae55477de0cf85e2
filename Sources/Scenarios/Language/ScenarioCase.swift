import Worlds

/// One draw of a scenario, ready to run: where it begins, what is done in each branch, and which moments have names.
///
/// Made by running the script in the reference world, which also proves that its own events happen there.
public struct ScenarioCase: Sendable {
    /// Where the parameters of a draw lie relative to what was trained on.
    public enum Split: String, Codable, Sendable, CaseIterable { case id, ood, comb }

    /// The marks that every case has.
    public static let startMark = "start"
    public static let endMark = "end"

    public var scenario: String
    /// "geometry", "permanence", "causality", or the name of a column outside the headline.
    public var module: String
    public var family: String
    /// What a generator is asked for, in words; nil: no words.
    public var prompt: String?
    /// Whether the template is never trained on.
    public var heldOut: Bool
    public var split: Split
    public var draw: Int
    public var seed: UInt64
    /// Cases that differ in a counterbalanced parameter alone share this name and are scored as one unit.
    public var pair: String?
    public var parameters: [String: PropertyValue]
    /// Scene, seed and size; its history is empty: a runner fills it from the reference rollout.
    public var start: Start
    /// Frames given to a candidate as history, the first frame included; it makes up all later ones.
    public var contextFrames: Int
    /// One action for every frame after the first. Every branch has the same length.
    public var branches: [String: [Action]]
    /// The branch that marks refer to.
    public var mainBranch: String
    /// Frame numbers since reset. `startMark` is the first frame that a candidate makes, `endMark` the last one.
    public var marks: [String: Int]
    /// Instance ids of the script's objects.
    public var objects: [String: UInt16]
    public var gates: [ScenarioTerm]
    public var expectations: [ScenarioTerm]
    /// Whether branches share the noise of the candidate's sampler.
    public var sharesNoise: Bool

    public init(
        scenario: String, module: String, family: String, heldOut: Bool, split: Split, draw: Int, seed: UInt64,
        pair: String? = nil, parameters: [String: PropertyValue], start: Start, contextFrames: Int,
        branches: [String: [Action]], mainBranch: String, marks: [String: Int], objects: [String: UInt16],
        gates: [ScenarioTerm], expectations: [ScenarioTerm], sharesNoise: Bool
    ) {
        (self.scenario, self.module, self.family, self.heldOut) = (scenario, module, family, heldOut)
        (self.split, self.draw, self.seed, self.pair, self.parameters) = (split, draw, seed, pair, parameters)
        (self.start, self.contextFrames, self.branches) = (start, contextFrames, branches)
        (self.mainBranch, self.objects) = (mainBranch, objects)
        let last = branches[mainBranch]?.count ?? 0
        self.marks = marks.merging([Self.startMark: contextFrames, Self.endMark: last]) { $1 }
        (self.gates, self.expectations, self.sharesNoise) = (gates, expectations, sharesNoise)
    }
}
