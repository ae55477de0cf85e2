import Camera
import Episodes
import Tensors
import Worlds

/// What a training draws its episodes from: sources that are alike in actions, in rate and, but for a transformer's, in size.
public struct TrainingData: Sendable {
    public struct Part: Sendable {
        /// What messages and folders call it.
        public let name: String
        public let source: any EpisodeSource
        /// How many times as often as at weight 1 its pictures are drawn.
        public let weight: Float

        public init(name: String, source: any EpisodeSource, weight: Float = 1) {
            (self.name, self.source, self.weight) = (name, source, weight)
        }
    }

    public let parts: [Part]
    public let actionSpace: ActionSpace
    public let framesPerSecond: Double
    /// Of the first part's pictures.
    public let size: (width: Int, height: Int)
    public let camera: CameraRig?
    /// What a checkpoint's world begins in: first pictures of episodes from all over the recordings; empty where the simulator's
    /// first pictures serve.
    public let starts: [Episode]

    /// Throws where two of `parts`, of which there is at least one, differ in what they must share.
    public init(_ parts: [Part], starts: [Episode] = [], ofOneSize: Bool = true) throws {
        self.starts = starts
        let first = parts[0].source
        for part in parts.dropFirst() {
            func differ(_ what: String, _ a: Any, _ b: Any) -> FileError {
                FileError(
                    "\(parts[0].name) and \(part.name) cannot be trained on together: \(what) \(a) in the "
                        + "one and \(b) in the other; import or record one of them anew."
                )
            }
            let other = part.source
            guard other.actionSpace == first.actionSpace else {
                throw differ(
                    "the actions are", TrainingData.names(first.actionSpace), TrainingData.names(other.actionSpace))
            }
            guard other.framesPerSecond == first.framesPerSecond else {
                throw differ("the frames a second are", first.framesPerSecond, other.framesPerSecond)
            }
            guard !ofOneSize || other.size == first.size else {
                throw differ(
                    "pictures are", "\(first.size.width)x\(first.size.height)",
                    "\(other.size.width)x\(other.size.height)"
                )
            }
        }
        (self.parts, actionSpace, framesPerSecond) = (parts, first.actionSpace, first.framesPerSecond)
        (size, camera) = (first.size, first.camera)
    }

    /// What a checkpoint's notes say of it.
    public var description: String {
        parts.map { part in
            let weight = part.weight == 1 ? "" : ", weight \(part.weight)"
            return "\(part.name): \(part.source.count) episodes of \(part.source.identity)\(weight)"
        }.joined(separator: "; ")
    }

    /// Channels as a message lists them.
    public static func names(_ space: ActionSpace) -> String {
        space.channels.isEmpty ? "none" : space.channels.map(\.name).joined(separator: ", ")
    }
}
