import Foundation
import Tensors
import VideoCompression
import WorldModel
import Worlds

/// Episodes as normalised latents and the actions of each latent frame, all in memory.
public struct LatentSet: Sendable {
    public struct Episode: Sendable {
        public var latents: [Float]
        public var actions: [Float]
        public var frames: Int

        /// `latents` and `actions` hold `frames` latent frames, one after the other.
        public init(latents: [Float], actions: [Float], frames: Int) {
            (self.latents, self.actions, self.frames) = (latents, actions, frames)
        }
    }

    public var episodes: [Episode] = []
    /// Numbers in one latent frame, and in the actions of one.
    public let latentSize: Int
    public let actionSize: Int
    public let shape: [Int]

    public init(shape: [Int], actionSize: Int) {
        self.shape = shape
        latentSize = shape.reduce(1, *)
        self.actionSize = actionSize
    }

    /// Encodes one episode with `video` and keeps it.
    public mutating func append(frames: [Frame], actions: [Action], video: LatentVideo) {
        let n = video.compressor.configuration.temporalFactor
        let none = [Float](repeating: 0, count: actions[0].values.count)
        var groups = [[Frame](repeating: frames[0], count: n)]
        var inputs = (0..<n).flatMap { _ in none }
        var start = 1
        while start + n <= frames.count {
            groups.append(Array(frames[start..<start + n]))
            inputs += actions[start..<start + n].flatMap(\.values)
            start += n
        }
        episodes.append(Episode(latents: video.encode(groups).array, actions: inputs, frames: groups.count))
    }
}
