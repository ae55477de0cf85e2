import Tensors
import WorldModel
import Worlds

extension LearnedWorld {
    /// Whether the simulator's scenes are its own too.
    var isOfReferenceWorld: Bool { checkpoint.starts.isEmpty && actionSpace == .standard }

    /// Lets `start` begin in the checkpoint's own first pictures, which the seed chooses; false where it has learned the
    /// simulator.
    func begins(_ start: inout Start, _ settings: PlaySettings) throws -> Bool {
        guard !isOfReferenceWorld else { return false }
        guard !checkpoint.starts.isEmpty else {
            throw FileError(
                "'\(settings.world)' has no first pictures of its own world: give it one with --start-image, or --episode."
            )
        }
        guard settings.scene.isEmpty, settings.description == nil else {
            throw FileError(
                "'\(settings.world)' has not learned the simulator, whose scenes these are: leave --scene and "
                    + "--scenario out; --seed chooses among its own \(checkpoint.starts.count) starts."
            )
        }
        let episode = checkpoint.starts[Int(settings.seed % UInt64(checkpoint.starts.count))]
        start.history = zip(episode.frames, episode.actions).map { (frame: $0, action: $1) }
        start.pitch = episode.poses.first?.pitch
        return true
    }
}
