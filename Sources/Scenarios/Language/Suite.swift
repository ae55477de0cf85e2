import Worlds

/// A list of scenarios that are run together, and how often.
public struct Suite: Sendable {
    public var id: String
    /// One sentence about what it is for.
    public var about: String
    /// Ids of scenarios, in the order of the file.
    public var scenarios: [String]
    /// Scenarios of files that the suite names by their paths; `scenarios` has their ids.
    public var own: [Scenario] = []
    public var draws: ScenarioDraw.Counts
    /// Chooses the draws' parameters and world seeds.
    public var seed: UInt64
    /// Noise seeds of a candidate's sampler: 0 ..< noiseSeeds.
    public var noiseSeeds: Int
    /// Frames given to a candidate, the first included.
    public var contextFrames: Int
    /// Where its file begins.
    public var place: ScriptLocation

    public init(
        id: String, about: String = "", scenarios: [String], draws: ScenarioDraw.Counts = .full, seed: UInt64 = 0,
        noiseSeeds: Int = 1, contextFrames: Int = 9,
        place: ScriptLocation = ScriptLocation(file: "the suite", line: 1, column: 1)
    ) {
        (self.id, self.about, self.scenarios, self.draws, self.seed) = (id, about, scenarios, draws, seed)
        (self.noiseSeeds, self.contextFrames, self.place) = (noiseSeeds, contextFrames, place)
    }
}
