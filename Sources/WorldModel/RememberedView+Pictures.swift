import Memory
import Worlds

extension RememberedView {
    /// Encodes what memory shows of a group of pictures.
    public init(_ views: [MemoryView], video: LatentVideo, trust: Float = 0) {
        self.init(
            latent: video.encode([views.map(\.frame)]),
            seen: WarpMemory.shares(
                views.map(\.seen), width: views[0].frame.width, cell: video.cell),
            trust: trust,
            generations: WarpMemory.generations(views, width: views[0].frame.width, cell: video.cell))
    }
}
