import Tensors

/// Where batches take their frames from: the set itself on the CPU, a copy of it in a GPU's memory.
final class ClipTables {
    private(set) var set: LatentSet
    /// Every frame's latent, and what memory shows of it, in the GPU's memory.
    private let latents: Tensor?
    private let shown: Tensor?
    /// The row of these at which each episode begins, and that behind the last.
    private var firstRows = [0]

    /// With room for `room` more episodes as long as the first; `context` says where batches are put together.
    init(_ set: LatentSet, room: Int, _ context: Context) {
        self.set = set
        self.set.clear()
        let rows = set.episodes.reduce(0) { $0 + $1.frames } + room * (set.episodes.first?.frames ?? 0)
        let onGPU = context.device != nil
        latents = onGPU ? Tensor([rows, set.latentSize], pool: context.pool) : nil
        let hasViews = set.episodes.contains { $0.views != nil }
        shown = onGPU && hasViews ? Tensor([rows, set.viewSize], pool: context.pool) : nil
        for episode in set.episodes { append(episode, context) }
    }

    /// Takes one more episode.
    func append(_ episode: LatentSet.Episode, _ context: Context) {
        let row = firstRows.last!
        if let latents {
            precondition(row + episode.frames <= latents.rows, "no room for another episode")
            context.write(episode.latents, to: latents, row: row)
        }
        if let shown {
            let views = episode.views ?? [Float](repeating: 0, count: episode.frames * set.viewSize)
            context.write(views, to: shown, row: row)
        }
        firstRows.append(row + episode.frames)
        set.append(episode)
    }

    /// Latents [frames, h, w, C].
    func clean(_ places: [LatentSet.Place], _ context: Context) -> Tensor {
        gathered(places, latents, width: set.latentSize, shape: set.shape, context) { $0.latents }
    }

    /// What memory shows [frames, h, w, C + 2], zeros where it shows nothing.
    func views(_ places: [LatentSet.Place?], _ context: Context) -> Tensor {
        gathered(
            places, shown, width: set.viewSize, shape: [set.shape[0], set.shape[1], set.shape[2] + 2], context
        ) { $0.views }
    }

    private func gathered(
        _ places: [LatentSet.Place?], _ table: Tensor?, width: Int, shape: [Int], _ context: Context,
        _ part: (LatentSet.Episode) -> [Float]?
    ) -> Tensor {
        let shape = [places.count] + shape
        if let table {
            let rows = places.map { $0.map { firstRows[$0.episode] + $0.frame } ?? -1 }
            return context.reshape(context.gathered(table, rows), shape)
        }
        let out = Tensor(shape, pool: context.pool)
        for (i, place) in places.enumerated() {
            let target = out.f32 + i * width
            guard let place, let values = part(set.episodes[place.episode]) else {
                target.update(repeating: 0, count: width)
                continue
            }
            values.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + place.frame * width, count: width) }
        }
        return out
    }
}
