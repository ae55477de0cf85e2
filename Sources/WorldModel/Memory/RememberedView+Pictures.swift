import Worlds

extension RememberedView {
    /// Encodes what memory shows of a group of pictures.
    public init(_ view: (frames: [Frame], seen: [[UInt8]]), video: LatentVideo) {
        self.init(
            latent: video.encode([view.frames]),
            seen: ViewMemory.shares(
                view.seen, width: view.frames[0].width, cell: video.compressor.configuration.spatialFactor))
    }
}
