import ReferenceWorld
import Tensors
import WorldModel
import Worlds

extension TrainConfiguration {
    /// The checkpoint's own size first, then those that its transformer learns besides.
    var allSizes: [PictureSize] {
        let own = PictureSize(width: width, height: height)
        return sizes.reduce(into: [own]) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Episodes of the reference world with pictures of `size`: of the scene families, and of staged scenes.
    func live(_ size: PictureSize) -> (families: ReferenceEpisodes, staged: ReferenceEpisodes) {
        var families = ReferenceEpisodes(
            count: episodes, frames: frames, width: size.width, height: size.height, firstSeed: firstSeed)
        families.notesFacts = text
        var staged = families
        (staged.count, staged.scenes) = (stagedEpisodes, .staged)
        return (families, staged)
    }
}

extension CheckpointConfiguration {
    /// Rows, columns and channels of the latents of pictures of `size`.
    func shape(of size: PictureSize) -> [Int] {
        let cell = compressor.spatialFactor
        return [size.height / cell, size.width / cell, compressor.latentChannels]
    }
}
