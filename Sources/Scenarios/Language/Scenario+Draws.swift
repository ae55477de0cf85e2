import Tensors
import Worlds

/// How parameters are drawn.
///
/// In distribution, every parameter takes one of its `id` values, and no combination that is kept for the split of
/// combinations. Out of distribution, one parameter, a different one from draw to draw, takes an `ood` value.
/// A pair's draws are made with each of its values and share everything else, the seed included.
extension Scenario {
    /// The draws under a suite's seed. The same (seed, scenario, draw) gives the same draw whatever else is drawn.
    public func draws(suiteSeed: UInt64, counts: ScenarioDraw.Counts = .full) -> [ScenarioDraw] {
        let full = ScenarioDraw.Counts.full
        var draws: [ScenarioDraw] = []
        for i in 0..<min(counts.id, full.id) { draws += members(.id, i, i, suiteSeed) }
        if parameters.contains(where: { !$0.ood.isEmpty }) {
            for i in 0..<min(counts.ood, full.ood) { draws += members(.ood, full.id + i, i, suiteSeed) }
        }
        if !reserved.isEmpty {
            for i in 0..<min(counts.comb, full.comb) { draws += members(.comb, full.id + full.ood + i, i, suiteSeed) }
        }
        return draws
    }

    /// Combinations kept out of the draws in distribution: those of the script, else the last values of the first two
    /// parameters that have several.
    public var reserved: [[String: PropertyValue]] {
        if !combinations.isEmpty { return combinations }
        let several = parameters.filter { $0.id.count > 1 }.prefix(2)
        guard several.count == 2 else { return [] }
        return [Dictionary(uniqueKeysWithValues: several.map { ($0.name, $0.id[$0.id.count - 1]) })]
    }

    /// All members of the `i`-th draw of a split.
    private func members(_ split: ScenarioCase.Split, _ number: Int, _ i: Int, _ suiteSeed: UInt64) -> [ScenarioDraw] {
        var random = PhiloxGenerator(seed: Self.hash(id) ^ suiteSeed &* 0x9E37_79B9_7F4A_7C15, stream: UInt64(number))
        let first = Start.firstHeldOutSeed
        let seed = first + random.next() % first
        var values = free(split, i, suiteSeed, &random)
        var pairs = parameters.filter { !$0.pair.isEmpty }
        if split == .ood {
            let shifted = parameters.filter { !$0.ood.isEmpty }
            let parameter = shifted[i % shifted.count]
            let value = parameter.ood[i / shifted.count % parameter.ood.count]
            if let p = pairs.firstIndex(where: { $0.name == parameter.name }) {
                pairs[p].pair =
                    parameter.ood.count == parameter.pair.count ? parameter.ood : pairs[p].pair.dropLast() + [value]
            } else {
                values[parameter.name] = value
            }
        }
        if split == .comb { values.merge(reserved[i % reserved.count]) { $1 } }
        guard !pairs.isEmpty else {
            return [ScenarioDraw(split: split, number: number, seed: seed, parameters: values)]
        }
        var members = [values]
        for parameter in pairs {
            members = members.flatMap { member in
                parameter.pair.map { value in member.merging([parameter.name: value]) { $1 } }
            }
        }
        return members.map {
            ScenarioDraw(split: split, number: number, seed: seed, parameters: $0, pair: "\(id)-\(number)")
        }
    }

    /// Values in distribution of the parameters that are not counterbalanced.
    private func free(
        _ split: ScenarioCase.Split, _ i: Int, _ suiteSeed: UInt64, _ random: inout PhiloxGenerator
    ) -> [String: PropertyValue] {
        let several = parameters.filter { !$0.id.isEmpty }
        var values: [String: PropertyValue] = [:]
        for attempt in 0..<64 {
            for (p, parameter) in several.enumerated() {
                let n = parameter.id.count
                // The first try steps through each parameter's values, so that four draws cover them evenly.
                let offset = Int((Self.hash(parameter.name + id) ^ suiteSeed) % UInt64(n))
                let k =
                    attempt == 0
                    ? i / (p == 1 && n > 1 ? several[0].id.count : 1) + i + offset : Int(random.next() % UInt64(n))
                values[parameter.name] = parameter.id[k % n]
            }
            let held = reserved.contains { combination in combination.allSatisfy { values[$0.key] == $0.value } }
            if !held { break }
        }
        return values
    }

    /// FNV-1a: the same on every machine.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
