import Tensors

/// The episodes that a trainer draws clips from: those of a set, and further ones as they come.
public final class ClipStore {
    /// Room in a GPU's memory for further episodes.
    public var room = 0
    private var made: ClipTables?
    /// Episodes that came before the first step.
    private var waiting: [LatentSet.Episode] = []

    /// Episodes that clips are drawn from by now.
    public var count: Int { made?.set.episodes.count ?? 0 }

    /// Takes an episode besides those of the set; where a GPU trains there must be room.
    public func append(_ episode: LatentSet.Episode) { waiting.append(episode) }

    /// All episodes so far, those of `set` from the first call on; batches are put together in `context`.
    func tables(_ set: LatentSet, _ context: Context) -> ClipTables {
        let tables = made ?? ClipTables(set, room: room, context)
        made = tables
        for episode in waiting { tables.append(episode, context) }
        waiting = []
        return tables
    }
}
