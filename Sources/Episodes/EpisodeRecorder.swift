import Foundation
import Worlds

/// Plays worlds and records what they show.
public enum EpisodeRecorder {
    /// Records `frames` frames of `world` from `start`, played by `policy`; names the episode
    /// `<scene>-<seed>-<policy>`. With `truth`, depth, instances and object states are kept besides the poses.
    public static func record<W: FrameWorld>(
        _ world: inout W, start: Start, frames: Int, policyName: String, truth: Bool,
        policy: (W) throws -> Action
    ) throws -> Episode {
        var episode = Episode(
            name: name(start, policyName), scene: start.scene, seed: start.seed, policy: policyName)
        let none = Action.none(world.actionSpace.channels.count)
        episode.append(try world.reset(start), after: none, truth: truth)
        while episode.frames.count < frames {
            let action = try policy(world)
            episode.append(try world.step(action), after: action, truth: truth)
        }
        return episode
    }

    /// The name `record` gives an episode.
    public static func name(_ start: Start, _ policyName: String) -> String {
        "\(start.scene)-\(start.seed)-\(policyName)"
    }

    /// Makes the episodes `numbers`, `jobs` at a time, and appends them to `writer` in order, whatever order they are
    /// done in. Ends early, with all finished episodes saved, when `stop` says so; returns how many were saved.
    public static func run(
        _ numbers: [Int], jobs: Int, into writer: EpisodeSetWriter, stop: @escaping @Sendable () -> Bool = { false },
        progress: (Int) -> Void = { _ in }, make: @escaping @Sendable (Int) throws -> Episode
    ) async throws -> Int {
        var saved = 0
        try await withThrowingTaskGroup(of: (Int, Episode).self) { group in
            var (next, ready) = (0, [Int: Episode]())
            func enqueue() {
                guard next < numbers.count, !stop() else { return }
                let place = next
                next += 1
                group.addTask { (place, try make(numbers[place])) }
            }
            for _ in 0..<max(1, jobs) { enqueue() }
            do {
                while let (place, episode) = try await group.next() {
                    ready[place] = episode
                    while let episode = ready.removeValue(forKey: saved) {
                        try writer.append(episode)
                        saved += 1
                        progress(saved)
                    }
                    enqueue()
                }
            } catch {
                try writer.flush()
                throw error
            }
        }
        try writer.flush()
        return saved
    }
}
