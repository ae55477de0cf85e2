import Episodes
import Foundation
import Tensors
import Worlds

/// The last moments of a recorded episode, for a rollout to go on from.
public enum EpisodeStart {
    /// Frames handed over; no context window is longer.
    static let limit = 65

    /// `place` is a set's folder, with `:NUMBER` or `:NAME` of the episode; the first one without.
    public static func history(_ place: String) throws -> [(frame: Frame, action: Action)] {
        let (set, index) = try find(place)
        return try history(of: set, index)
    }

    /// The same of an episode of a set that is open.
    public static func history(of set: EpisodeSet, _ index: Int) throws -> [(frame: Frame, action: Action)] {
        let count = set.entries[index].frames
        let frames = try set.frames(of: index, max(0, count - limit)..<count)
        return Array(zip(frames, try set.actions(of: index).suffix(limit)).map { (frame: $0, action: $1) })
    }

    static func find(_ place: String) throws -> (set: EpisodeSet, index: Int) {
        var (folder, wanted) = (place, "0")
        if !FileManager.default.fileExists(atPath: place), let colon = place.lastIndex(of: ":") {
            (folder, wanted) = (String(place[..<colon]), String(place[place.index(after: colon)...]))
        }
        let set = try EpisodeSet(URL(fileURLWithPath: folder))
        guard let index = set.entries.firstIndex(where: { $0.name == wanted }) ?? Int(wanted),
            set.entries.indices.contains(index)
        else { throw FileError("\(folder) has no episode '\(wanted)'; it has \(set.count), counted from 0.") }
        return (set, index)
    }
}
