import ReferenceWorld
import Training
import Worlds

/// Training episodes rendered when they are asked for: the number decides scene, seed and policy.
struct RenderedEpisodes: ClipSource {
    var count: Int
    let frames: Int
    let width: Int
    let height: Int
    /// World seed of episode 0; training stays below `Start.firstHeldOutSeed`.
    var firstSeed: UInt64 = 1
    /// Scenes as scenario scripts furnish them, instead of the families.
    var staged = false

    /// Changes whenever the episodes do.
    var description: String {
        "\(staged ? "staged scenes" : "reference world") \(ReferenceWorld.version), \(width)x\(height), "
            + "\(frames) frames, from \(firstSeed)"
    }

    func episode(_ index: Int) throws -> (frames: [Frame], actions: [Action]) {
        let seed = firstSeed + UInt64(index)
        if staged { return try stagedEpisode(seed) }
        var world = ReferenceWorld(truth: false)
        let scene = ReferenceWorld.scenes[index % ReferenceWorld.scenes.count]
        var pictures = [try world.reset(Start(scene: scene, seed: seed, width: width, height: height)).frame]
        var actions = [Action.none()]
        let kinds: [Policy.Kind] = [.wander, .wander, .lookAround, .approachAndUse, .circle, .outAndBack, .wander]
        var policy = Policy(kind: kinds[(index / 3) % kinds.count], seed: seed)
        while pictures.count < frames {
            let action = policy.action(for: world)
            actions.append(action)
            pictures.append(try world.step(action).frame)
        }
        return (pictures, actions)
    }

    private func stagedEpisode(_ seed: UInt64) throws -> (frames: [Frame], actions: [Action]) {
        let (description, first) = StagedEpisodes.episode(seed: seed)
        var player = first
        var world = ReferenceWorld(truth: false)
        let start = Start(seed: seed, description: description, width: width, height: height)
        var pictures = [try world.reset(start).frame]
        var actions = [Action.none()]
        while pictures.count < frames {
            let action = player.action(for: world)
            actions.append(action)
            pictures.append(try world.step(action).frame)
        }
        return (pictures, actions)
    }
}
