import Tensors
import Worlds

/// Episodes of one size or of several, each size a set of its own; every step learns from one of them.
struct LatentSets {
    let sets: [LatentSet]
    /// How often each is drawn: its latent frames times their weights.
    private let shares: [Double]

    init(_ sets: [LatentSet]) {
        self.sets = sets
        shares = sets.map { $0.episodes.reduce(0) { $0 + Double($1.frames) * Double($1.weight) } }
    }

    /// The set of a step, the same for all processes and after a resumption.
    func drawn(step: Int, seed: UInt64) -> LatentSet {
        guard sets.count > 1 else { return sets[0] }
        var random = PhiloxGenerator(seed: seed &+ 6, stream: UInt64(step))
        var wanted = Double(random.uniform()) * shares.reduce(0, +)
        for (set, share) in zip(sets, shares) {
            wanted -= share
            if wanted < 0 { return set }
        }
        return sets[sets.count - 1]
    }
}
