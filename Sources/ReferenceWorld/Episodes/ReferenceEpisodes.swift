import Camera
import Episodes
import Worlds

/// Episodes of the reference world, made when they are asked for: the seed decides scene and policy. Recordings, training,
/// quick evaluations and probes all take theirs from here.
public struct ReferenceEpisodes: EpisodeSource {
    /// What is played in.
    public enum Scenes: Hashable, Sendable {
        /// The scene families by turns, or one of them.
        case families
        case family(String)
        /// Scenes as scenario scripts furnish them, each with a player who acts on its things.
        case staged
    }

    /// Habits by turns; walls are met from near by the heedless alone, so that they take three turns.
    public static let habits: [Policy.Kind] = [
        .wander, .heedless, .lookAround, .heedless, .approachAndUse, .circle, .outAndBack, .heedless,
    ]

    public var count: Int
    /// Pictures of every episode.
    public var frames: Int
    /// Of the pictures, pixels.
    public var width: Int
    public var height: Int
    /// World seed of episode 0; the others follow. Training stays below `Start.firstHeldOutSeed`.
    public var firstSeed: UInt64
    public var scenes: Scenes
    /// One habit for all episodes of scene families; nil: `habits` by turns.
    public var policy: Policy.Kind?
    /// Whether episodes hold the facts of captions.
    public var notesFacts = false

    public init(
        count: Int, frames: Int, width: Int, height: Int, firstSeed: UInt64 = 1, scenes: Scenes = .families,
        policy: Policy.Kind? = nil
    ) {
        (self.count, self.frames, self.width, self.height) = (count, frames, width, height)
        (self.firstSeed, self.scenes, self.policy) = (firstSeed, scenes, policy)
    }

    public var actionSpace: ActionSpace { .standard }
    public var framesPerSecond: Double { 20 }
    public var size: (width: Int, height: Int) { (width, height) }
    public var camera: CameraRig? { .reference }
    public func length(of index: Int) -> Int { frames }

    public var identity: String {
        let what =
            switch scenes {
            case .families: "families"
            case .family(let name): name
            case .staged: "staged scenes"
            }
        return "reference world \(ReferenceWorld.version), \(what), \(policy?.rawValue ?? "habits 3"), "
            + "\(width)x\(height), \(frames) frames, from \(firstSeed)"
    }

    /// Where episode `index` begins, and what it is called in a set.
    public func start(_ index: Int) -> (start: Start, name: String) {
        let seed = firstSeed + UInt64(index)
        guard scenes != .staged else {
            let description = StagedEpisodes.episode(seed: seed).description
            let start = Start(seed: seed, description: description, width: width, height: height)
            return (start, "staged-\(seed)")
        }
        let names = ReferenceWorld.scenes
        let scene = if case .family(let name) = scenes { name } else { names[Int(seed % UInt64(names.count))] }
        let start = Start(scene: scene, seed: seed, width: width, height: height)
        return (start, EpisodeRecorder.name(start, habit(seed).rawValue))
    }

    private func habit(_ seed: UInt64) -> Policy.Kind {
        policy ?? Self.habits[Int(seed / UInt64(ReferenceWorld.scenes.count) % UInt64(Self.habits.count))]
    }

    public func episode(_ index: Int, _ range: Range<Int>?, truth: Bool) throws -> Episode {
        let (start, name) = start(index)
        let range = range ?? 0..<frames
        let isStaged = scenes == .staged
        var episode = Episode(
            name: name, scene: isStaged ? "staged" : start.scene, seed: start.seed,
            policy: isStaged ? "staged" : habit(start.seed).rawValue)
        var number = 0
        try play(index, truth: truth) { world, observation, action in
            if number == 0 {
                episode.caption = world.caption
                if notesFacts { episode.facts = world.facts }
            }
            episode.facts = episode.facts.map { facts in
                var facts = facts
                world.note(in: &facts, picture: number)
                return facts
            }
            if range.contains(number) { episode.append(observation, after: action, truth: truth) }
            number += 1
        }
        return episode
    }

    /// Plays episode `index` by `act`, or else by its own player; `visit` sees the world after each picture, the picture and the
    /// action that led to it.
    public func play(
        _ index: Int, truth: Bool, by act: ((ReferenceWorld) -> Action)? = nil,
        _ visit: (ReferenceWorld, Observation, Action) -> Void
    ) throws {
        let (start, _) = start(index)
        var world = ReferenceWorld(truth: truth)
        var staged = scenes == .staged ? StagedEpisodes.episode(seed: start.seed).player : nil
        var policy = Policy(kind: habit(start.seed), seed: start.seed)
        let first = try world.reset(start)
        visit(world, first, .none())
        for _ in 1..<frames {
            let action = act?(world) ?? staged?.action(for: world) ?? policy.action(for: world)
            let observation = try world.step(action)
            visit(world, observation, action)
        }
    }
}
