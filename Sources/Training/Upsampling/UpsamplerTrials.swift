import Codecs
import Foundation
import Tensors
import WorldModel
import Worlds

/// How near an upsampler's pictures come to the truth in moments that it was not trained on.
struct UpsamplerTrials {
    private let examples: [UpsamplerExample]
    private let compressor: VideoCompressor
    private static let rows = 10

    init(_ examples: [UpsamplerExample], _ compressor: VideoCompressor) {
        (self.examples, self.compressor) = (examples, compressor)
    }

    /// Mean PSNR in words, and strips of truth, the decoder's pictures enlarged, and what is shown.
    func run(_ model: Upsampler) -> (words: String, strips: [[Frame]]) {
        let video = LatentVideo(compressor, context: Context(compressor.store))
        let shown = LatentVideo(compressor, upsampler: model, context: Context(compressor.store))
        var sums = [Double](repeating: 0, count: 4)
        var strips: [[Frame]] = []
        for (number, example) in examples.enumerated() {
            let truth = example.large[0]
            let size = (width: truth.width / shown.scale, height: truth.height / shown.scale)
            let made = shown.decode(shown.encode([example.large]))[0][0]
            // What the encoder sees in play.
            let small = example.large.map { $0.resampled(to: size) }
            let decoded = video.decode(video.encode([small]))[0][0]
            let enlarged = decoded.resampled(to: (truth.width, truth.height))
            for (i, pair) in [
                (made, truth), (enlarged, truth), (made.resampled(to: size), small[0]), (decoded, small[0]),
            ].enumerated() { sums[i] += PictureDistance.psnr(pair.0, pair.1) / Double(examples.count) }
            if number % max(1, examples.count / Self.rows) == 0, strips.count < Self.rows {
                strips.append([truth, enlarged, made])
            }
        }
        return (
            String(
                format:
                    "%.2f dB (the decoder's pictures enlarged %.2f), at the encoder's size %.2f dB (the decoder's %.2f)",
                sums[0], sums[1], sums[2], sums[3]), strips
        )
    }
}
