import Tensors

/// The episodes that a trainer draws clips from: those of a set, and further ones as they come.
public final class ClipStore {
    /// Room in a GPU's memory for further episodes.
    public var room = 0
    /// By the shape of latents.
    private var made: [[Int]: ClipTables] = [:]
    /// Episodes that came before the first step of their shape, or since the last.
    private var waiting: [[Int]: [LatentSet.Episode]] = [:]

    /// Episodes that clips are drawn from by now.
    public var count: Int { made.values.reduce(0) { $0 + $1.set.episodes.count } }

    /// Takes an episode besides those of the set of its `shape`; where a GPU trains there must be room.
    public func append(_ episode: LatentSet.Episode, shape: [Int]) { waiting[shape, default: []].append(episode) }

    /// All episodes of the shape of `set` so far, its own from the first call on; batches are put together in `context`.
    func tables(_ set: LatentSet, _ context: Context) -> ClipTables {
        let tables = made[set.shape] ?? ClipTables(set, room: room, context)
        made[set.shape] = tables
        for episode in waiting.removeValue(forKey: set.shape) ?? [] { tables.append(episode, context) }
        return tables
    }
}
