import Camera
import Foundation
import Tensors
import Worlds

/// What an episode set says of itself in `set.json`: its actions, its rate and where it comes from.
///
/// The action at index t of an episode led to its frame t, whatever it was imported from.
public struct EpisodeSetDescription: Hashable, Sendable {
    public static let fileName = "set.json"
    static let version = 1
    /// Frames a second that a set may have.
    public static let rates: ClosedRange<Double> = 0.1...1000

    public var actionSpace: ActionSpace
    /// Frames a second of world time.
    public var framesPerSecond: Double
    /// What made the episodes, e.g. "reference world".
    public var source: String
    /// What is known of the camera; nil: nothing.
    public var camera: CameraRig?
    /// Where they were imported from, or nil.
    public var imported: EpisodeImport?

    public init(
        actionSpace: ActionSpace, framesPerSecond: Double, source: String, camera: CameraRig? = nil,
        imported: EpisodeImport? = nil
    ) {
        (self.actionSpace, self.framesPerSecond) = (actionSpace, framesPerSecond)
        (self.source, self.camera, self.imported) = (source, camera, imported)
    }

    /// What `diorama record` writes.
    public static let referenceWorld = EpisodeSetDescription(
        actionSpace: .standard, framesPerSecond: 20, source: "reference world", camera: .reference)

    /// A set without `set.json`: the reference world's, unless its actions have another number of channels.
    static func older(channels: Int?) -> EpisodeSetDescription {
        let standard = ActionSpace.standard.channels.count
        guard let channels, channels != standard else { return .referenceWorld }
        let unknown = (0..<channels).map {
            ActionChannel(name: "channel \($0)", kind: .axis, bindings: [], meaning: "unknown")
        }
        return EpisodeSetDescription(
            actionSpace: ActionSpace(channels: unknown), framesPerSecond: 20, source: "unknown")
    }

    /// What cannot be true, as the second half of a sentence, or nil.
    var flaw: String? {
        if let flaw = actionSpace.flaw { return flaw }
        if let flaw = camera?.flaw { return flaw }
        if !Self.rates.contains(framesPerSecond) {
            return "\(framesPerSecond) frames a second are not in \(Self.rates.lowerBound)...\(Self.rates.upperBound)"
        }
        return source.utf8.count > 1000 ? "its source has more than 1000 bytes" : nil
    }
}
