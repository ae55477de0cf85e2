import Episodes
import Foundation
import Tensors
import Worlds

/// A recorded episode as a world: it goes its recorded way, whatever the keys say.
public struct RecordedWorld: FrameWorld {
    public let name: String
    public let actionSpace: ActionSpace
    /// It goes its recorded way.
    public var abilities: Abilities { [] }
    public let entry: EpisodeEntry
    private let set: EpisodeSet
    private let index: Int
    private let actions: [Action]
    /// The frame it is at.
    public private(set) var at = 0

    /// Worlds are named "episode:SET:NAME".
    package static let prefix = "episode:"

    public static func name(_ set: EpisodeSet, _ entry: EpisodeEntry) -> String {
        "\(prefix)\(set.url.path):\(entry.name)"
    }

    /// `name` is "episode:" and a place as `EpisodeStart` reads it.
    init(_ name: String) throws {
        (set, index) = try EpisodeStart.find(String(name.dropFirst(Self.prefix.count)))
        (self.name, entry) = (name, set.entries[index])
        actions = try set.actions(of: index)
        actionSpace = set.actionSpace
    }

    public mutating func reset(_ start: Start) throws -> Observation {
        at = 0
        return Observation(frame: try set.frames(of: index, 0..<1)[0])
    }

    public mutating func step(_ action: Action) throws -> Observation {
        guard at + 1 < entry.frames else {
            throw PlayRefusal("The recording is over: look back with the timeline, or fork to play on from a frame.")
        }
        at += 1
        return Observation(frame: try set.frames(of: index, at..<at + 1)[0])
    }

    /// What was done next.
    var nextAction: Action { actions[min(at + 1, actions.count - 1)] }

    /// The frames up to `frame`, for a model to go on from.
    func history(to frame: Int) throws -> [(frame: Frame, action: Action)] {
        let range = max(0, frame + 1 - EpisodeStart.limit)..<frame + 1
        return Array(zip(try set.frames(of: index, range), actions[range])).map { (frame: $0, action: $1) }
    }
}
