import ReferenceWorld
import Training
import WorldModel
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
        "\(staged ? "staged scenes" : "reference world, habits 2,") \(ReferenceWorld.version), \(width)x\(height), "
            + "\(frames) frames, from \(firstSeed)"
    }

    /// `count` episodes of staged scenes, alike otherwise.
    func stagedScenes(_ count: Int) -> RenderedEpisodes {
        var result = self
        (result.count, result.staged) = (count, true)
        return result
    }

    func episode(_ index: Int) throws -> (frames: [Frame], actions: [Action]) {
        var (pictures, actions): ([Frame], [Action]) = ([], [])
        try play(index, truth: false) { observation, action in
            pictures.append(observation.frame)
            actions.append(action)
        }
        return (pictures, actions)
    }

    /// Every `interval`th picture of an episode with its depth.
    func depths(_ index: Int, interval: Int, ground: (Float) -> [Float]) throws -> [DepthTrainer.Example] {
        var result: [DepthTrainer.Example] = []
        var number = 0
        try play(index, truth: true) { observation, _ in
            defer { number += 1 }
            guard number % interval == 0, let truth = observation.truth else { return }
            result.append(
                DepthTrainer.Example(
                    frame: observation.frame, ground: ground(truth.pose.pitch), depth: truth.depth))
        }
        return result
    }

    /// Plays episode `index`, by its own habits or by `prober`.
    func play(
        _ index: Int, truth: Bool, by prober: ProbePlayer? = nil, _ visit: (Observation, Action) -> Void
    ) throws {
        var prober = prober
        let seed = firstSeed + UInt64(index)
        var world = ReferenceWorld(truth: truth)
        if staged {
            let (description, first) = StagedEpisodes.episode(seed: seed)
            var player = first
            visit(
                try world.reset(Start(seed: seed, description: description, width: width, height: height)),
                Action.none())
            for _ in 1..<frames {
                let action = prober?.action(pitch: world.pose.pitch) ?? player.action(for: world)
                visit(try world.step(action), action)
            }
            return
        }
        let scene = ReferenceWorld.scenes[index % ReferenceWorld.scenes.count]
        visit(try world.reset(Start(scene: scene, seed: seed, width: width, height: height)), Action.none())
        let kinds: [Policy.Kind] = [
            .wander, .heedless, .lookAround, .heedless, .approachAndUse, .circle, .outAndBack, .heedless,
        ]
        var policy = Policy(kind: kinds[(index / 3) % kinds.count], seed: seed)
        for _ in 1..<frames {
            let action = prober?.action(pitch: world.pose.pitch) ?? policy.action(for: world)
            visit(try world.step(action), action)
        }
    }
}
