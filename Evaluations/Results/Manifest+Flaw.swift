import Tensors

extension Manifest {
    /// Noise seeds that a candidate may have; those above belong to cheats.
    static let seedLimit = 1 << 20
    /// Shards of one evaluation at most.
    static let shardLimit = 100_000
    /// Denoising passes a latent frame, as `--steps` has them.
    public static let steps = 1...1000

    /// What no evaluation could have written, for the middle of a sentence: "has no noise seeds"; nil where all is sound.
    var flaw: String? {
        if format != Self.format { return "has the format \(format), not \(Self.format)" }
        if seeds.isEmpty { return "has no noise seeds" }
        if let seed = seeds.first(where: { !(0..<Self.seedLimit).contains($0) }) {
            return "has the noise seed \(seed), and seeds lie in 0...\(Self.seedLimit - 1)"
        }
        if Set(seeds).count != seeds.count { return "has a noise seed twice" }
        for (name, side) in [("width", width), ("height", height)] where !(16...4096).contains(side) || side % 16 != 0 {
            return "has the \(name) \(side), and sides of pictures are multiples of 16 up to 4096"
        }
        if !(1...10_000_000).contains(cases) { return "speaks of \(cases) cases" }
        if shard != nil, part == nil { return "has the shard '\(shard ?? "")', and shards are 1/n to n/n" }
        guard let sampler else { return nil }
        if !Self.steps.contains(sampler.steps) {
            return
                "has \(sampler.steps) denoising steps, and steps lie in \(Self.steps.lowerBound)...\(Self.steps.upperBound)"
        }
        if !(1...1024).contains(sampler.contextFrames) {
            return "has \(sampler.contextFrames) latent frames of context, and there are 1...1024"
        }
        if let precision = sampler.precision, Context.Precision(rawValue: precision) == nil {
            return "has the unknown precision '\(precision)'"
        }
        return nil
    }

    /// The part of a shard and how many there are; nil of a whole evaluation, and of a shard that is none.
    var part: (part: Int, of: Int)? {
        let numbers = (shard ?? "").split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let part = numbers[0], let all = numbers[1], (1...Self.shardLimit).contains(all),
            (1...all).contains(part)
        else { return nil }
        return (part, all)
    }
}
