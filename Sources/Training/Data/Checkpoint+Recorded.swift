import Episodes
import Tensors
import WorldModel
import Worlds

extension Checkpoint {
    /// Throws unless `set` has the actions that this checkpoint was made for.
    public func check(actionsOf set: EpisodeSet) throws {
        guard set.actionSpace == actionSpace else {
            throw FileError(
                "\(set.url.path) has the actions \(TrainingData.names(set.actionSpace)) and "
                    + "\(configuration.name) has \(TrainingData.names(actionSpace)): train a checkpoint of its own from "
                    + "nothing, with `train compressor --episodes`."
            )
        }
    }

    /// Throws unless `set` has the actions and rate that this checkpoint was made for, and pictures of `size`; nil: those that its
    /// encoder sees.
    public func check(_ set: EpisodeSet, size: (width: Int, height: Int)? = nil) throws {
        try check(actionsOf: set)
        let name = configuration.name
        let (width, height) = size ?? (configuration.width, configuration.height)
        guard set.size == (width, height) else {
            throw FileError(
                "\(set.url.path) has pictures of \(set.size.width)x\(set.size.height) and "
                    + "\(name) takes \(width)x\(height): begin a run of another size in another folder, or import the set "
                    + "anew with --size \(width)x\(height)."
            )
        }
        guard set.framesPerSecond == configuration.framesPerSecond else {
            throw FileError(
                "\(set.url.path) has \(set.framesPerSecond) frames a second and \(name) "
                    + "\(configuration.framesPerSecond): import it anew with --fps \(configuration.framesPerSecond)."
            )
        }
    }
}
