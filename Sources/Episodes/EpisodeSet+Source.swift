import Camera
import Worlds

extension EpisodeSet: EpisodeSource {
    /// Of the first episode.
    public var size: (width: Int, height: Int) { (entries.first?.width ?? 0, entries.first?.height ?? 0) }
    public var camera: CameraRig? { description.camera }
    /// Whether `diorama record` made it, so that the simulator's scenes and held-out seeds are its own.
    public var isOfReferenceWorld: Bool { description.source == EpisodeSetDescription.referenceWorld.source }

    /// Its folder's name and a checksum over all episodes.
    public var identity: String {
        let sum = entries.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { state, entry in
            Array("\(entry.name) \(entry.checksum)\n".utf8).withUnsafeBytes { EpisodeEntry.checksum($0, state) }
        }
        return "set \(url.lastPathComponent) \(String(sum, radix: 16))"
    }

    public func length(of index: Int) -> Int { entries[index].frames }

    public func episode(_ index: Int, _ range: Range<Int>?, truth: Bool) throws -> Episode {
        let entry = entries[index]
        let range = range ?? 0..<entry.frames
        var actions = Array(try self.actions(of: index)[range])
        // Nothing led to what is shown first.
        if let first = actions.first { actions[0] = .none(first.values.count) }
        let poses = try poses(of: index)
        var episode = Episode(
            name: entry.name, scene: entry.scene, seed: entry.seed, policy: entry.policy, caption: entry.caption,
            frames: try frames(of: index, range), actions: actions, poses: poses.isEmpty ? [] : Array(poses[range]),
            intrinsics: entry.intrinsics, events: entry.events)
        guard truth else { return episode }
        let objects = try objects(of: index)
        episode.objects = objects.isEmpty ? [] : Array(objects[range])
        episode.depth = try depth(of: index, range)
        episode.instances = try instances(of: index, range)
        return episode
    }
}
