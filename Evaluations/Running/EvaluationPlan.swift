import Scenarios
import Tensors
import Worlds

/// What is run: the cases of a suite, the noise seeds and the picture size.
public struct EvaluationPlan: Sendable {
    /// Suite name or folder of scripts.
    public var suite: String
    public var cases: [ScenarioCase]
    /// Noise seeds of the candidate.
    public var seeds: [Int]
    public var size: (width: Int, height: Int)
    /// Which part of how many, from 1; nil: all.
    public var shard: (part: Int, of: Int)?

    public init(
        suite: String, cases: [ScenarioCase], seeds: [Int], size: (width: Int, height: Int),
        shard: (part: Int, of: Int)? = nil
    ) throws {
        guard !cases.isEmpty else { throw FileError("The suite \(suite) has no cases; choose another.") }
        guard !seeds.isEmpty else { throw FileError("Nothing runs without a noise seed; give at least one.") }
        if let shard, shard.of < 1 || shard.part < 1 || shard.part > shard.of {
            throw FileError("There is no shard \(shard.part)/\(shard.of); give 1/n to n/n.")
        }
        if let shard, shard.of > Self.groups(cases).count {
            throw FileError(
                "Shard \(shard.part)/\(shard.of) of the suite \(suite) would be empty or none: it has "
                    + "\(Self.groups(cases).count) cases and pairs; give at most as many shards.")
        }
        (self.suite, self.cases, self.seeds, self.size, self.shard) = (suite, cases, seeds, size, shard)
    }

    /// Cases that are scored together: the members of a counterbalanced pair, or one alone; those of the shard.
    public var groups: [[ScenarioCase]] {
        let groups = Self.groups(cases)
        guard let shard else { return groups }
        return groups.enumerated().filter { $0.offset % shard.of == shard.part - 1 }.map(\.element)
    }

    private static func groups(_ cases: [ScenarioCase]) -> [[ScenarioCase]] {
        var groups: [[ScenarioCase]] = []
        var places: [String: Int] = [:]
        for scenario in cases {
            let key = scenario.pair.map { "\(scenario.scenario)\n\($0)" }
            if let key, let place = places[key] {
                groups[place].append(scenario)
            } else {
                if let key { places[key] = groups.count }
                groups.append([scenario])
            }
        }
        return groups
    }

    /// SHA-256 over the hashes of all cases.
    public var hash: String {
        SHA256.of(cases.map { CaseDigest.hash($0, size: size) }.joined(separator: "\n").utf8)
    }

    /// The key of a candidate's random numbers on a case: shared by its branches.
    static func noise(_ scenario: ScenarioCase, seed: Int) -> UInt64 {
        var name: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in scenario.scenario.utf8 { name = (name ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let words = Philox(seed: name, stream: UInt64(seed)).words(UInt64(scenario.draw))
        return UInt64(words[0]) << 32 | UInt64(words[1])
    }
}
