import Tensors

/// Where batches take their frames from: the set itself on the CPU, a copy of it in a GPU's memory.
public struct ClipTables {
    private let set: LatentSet
    /// Every frame's latent, and what memory shows of it, in the GPU's memory.
    private let latents: Tensor?
    private let shown: Tensor?
    /// The row at which each episode begins in these.
    private let firstRows: [Int]

    /// `context` says where batches are put together.
    init(_ set: LatentSet, _ context: Context) {
        self.set = set
        var rows = 0
        firstRows = set.episodes.map { episode in
            defer { rows += episode.frames }
            return rows
        }
        let total = rows
        guard context.device != nil, !set.episodes.isEmpty else {
            (latents, shown) = (nil, nil)
            return
        }
        func table(_ width: Int, _ part: (LatentSet.Episode) -> [Float]?) -> Tensor {
            let tensor = Tensor([total, width], pool: context.pool)
            var at = tensor.f32
            for episode in set.episodes {
                if let values = part(episode) {
                    at.update(from: values, count: values.count)
                } else {
                    at.update(repeating: 0, count: episode.frames * width)
                }
                at += episode.frames * width
            }
            return tensor
        }
        latents = table(set.latentSize) { $0.latents }
        shown = set.episodes.contains { $0.views != nil } ? table(set.viewSize) { $0.views } : nil
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
            return context.reshape(context.gathered(table, places.map { $0.map { firstRows[$0.episode] + $0.frame } ?? -1 }), shape)
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
