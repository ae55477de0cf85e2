import Foundation
import Tensors
import Worlds

/// One line of an episode set's `index.jsonl`.
public struct EpisodeEntry: Codable, Hashable, Sendable {
    /// File name of the shard that holds the episode.
    public var shard: String
    public var name: String
    /// Number of frames.
    public var frames: Int
    /// Pixels.
    public var width: Int
    public var height: Int
    /// Values of an action.
    public var channels: Int
    public var scene: String
    public var seed: UInt64
    public var policy: String
    public var caption: String
    public var events: [Truth.Event]
    public var intrinsics: Truth.Intrinsics?
    /// FNV-1a (64 bits, hexadecimal) of the frame bytes, then the action bytes.
    public var checksum: String
    /// The same of all tensors by name, and of this line without it; nil in sets of earlier versions.
    public var digest: String?

    init(_ episode: Episode, shard: String, checksum: String) {
        (self.shard, name, frames) = (shard, episode.name, episode.frames.count)
        (width, height) = (episode.frames[0].width, episode.frames[0].height)
        channels = episode.actions[0].values.count
        (scene, seed, policy, caption) = (episode.scene, episode.seed, episode.policy, episode.caption)
        (events, intrinsics, self.checksum) = (episode.events, episode.intrinsics, checksum)
    }

    /// Whether the world seed is one that is never trained on.
    public var heldOut: Bool { seed >= Start.firstHeldOutSeed }

    /// What cannot be true of an entry, as the second half of a sentence, or nil.
    var flaw: String? {
        if !FolderName.isName(shard) { return "'\(shard)' is no shard's file name" }
        if name.isEmpty || name.utf8.count > 200 { return "an episode's name has 1 to 200 bytes" }
        if !(1...10_000_000).contains(frames) { return "\(frames) frames are impossible" }
        if !(1...16_384).contains(width) || !(1...16_384).contains(height) {
            return "frames of \(width)x\(height) are impossible"
        }
        if !(0...4096).contains(channels) { return "\(channels) action channels are impossible" }
        if let event = events.first(where: { !(0..<frames).contains($0.frame) }) {
            return "an event at frame \(event.frame) of \(frames) is impossible"
        }
        return nil
    }

    /// FNV-1a over `bytes`, going on from `state`.
    static func checksum(_ bytes: UnsafeRawBufferPointer, _ state: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var state = state
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return state
    }
}
