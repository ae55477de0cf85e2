import Worlds

extension Evidence {
    /// What a candidate makes of a case.
    ///
    /// `noise` keys its random numbers: the same for every branch where the scenario shares noise, except for the branch
    /// that repeats the main one under other noise.
    /// `coded` is the truth through its codec, where it has one.
    public init(_ candidate: any Candidate, _ truth: CaseTruth, noise: UInt64, coded: Evidence? = nil) throws {
        let scenario = truth.scenario
        let null = Evidence(truth: truth, frames: [:]).nullBranch
        var frames: [String: [Frame]] = [:]
        for (k, branch) in scenario.branches.keys.sorted().enumerated() {
            var key = noise
            if branch == null { key = ~noise } else if !scenario.sharesNoise { key &+= UInt64(k) << 32 }
            frames[branch] = try candidate.frames(branch, of: truth, noise: key)
        }
        self.init(truth: truth, frames: frames, codedTruth: coded?.main)
    }

    /// The truth through a candidate's own encoder and decoder: the best it could do.
    public init(codedBy candidate: any Candidate, _ truth: CaseTruth) throws {
        var frames: [String: [Frame]] = [:]
        for branch in truth.branches.keys { frames[branch] = try Self.coded(branch, of: truth, by: candidate) }
        self.init(truth: truth, frames: frames, codedTruth: frames[truth.scenario.mainBranch])
    }

    /// One branch of the truth: the given frames as they are, the rest through a candidate's encoder and decoder.
    static func coded(_ branch: String, of truth: CaseTruth, by candidate: any Candidate) throws -> [Frame] {
        let frames = (truth.branches[branch] ?? []).map(\.frame)
        return frames.prefix(truth.firstMade) + (try candidate.coded(Array(frames.dropFirst(truth.firstMade))))
    }
}
