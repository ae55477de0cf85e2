import Foundation
import Memory
import WorldModel
import Worlds

/// What `diorama train --config FILE.yaml` may say; every key has a default.
public struct TrainConfiguration: Sendable {
    public var name = "small"
    /// Pixels; only the beginning of a run chooses them, all else takes them from the run's checkpoint.
    public var width = 128
    public var height = 80
    /// Further sizes and shapes that the transformer learns besides; live episodes are shared out among all.
    public var sizes: [PictureSize] = []
    /// Reference-world episodes, and frames in each.
    public var episodes = 600
    public var frames = 97
    /// World seed of the first episode.
    public var firstSeed: UInt64 = 1
    /// Episodes of staged scenes besides.
    public var stagedEpisodes = 200
    /// Further episodes that are made while the transformer trains, a share of them of staged scenes; not kept on disk. Losses then
    /// depend on the machine's speed.
    public var liveEpisodes = 0
    public var liveStagedShare: Float = 0.25
    public var compressorWidth = 128
    public var compressorSteps = 5000
    public var compressorBatch = 8
    /// Steps of `train decoder`, at half of compressorRate.
    public var decoderSteps = 600
    public var compressorRate: Float = 6e-4
    /// Steps of `train upsampler`, pairs of pictures in each, and the rate.
    public var upsamplerSteps = 6000
    public var upsamplerBatch = 4
    public var upsamplerRate: Float = 6e-4
    public var latentChannels = 24
    public var depthSteps = 2000
    public var depthBatch = 16
    public var depthRate: Float = 1e-3
    public var transformerWidth = 256
    public var transformerDepth = 8
    public var transformerHeads = 4
    public var transformerSteps = 2400
    public var transformerRate: Float = 2e-3
    /// Muon's rate as a multiple of transformerRate; 0 trains with AdamW alone.
    public var muonRatio: Float = 2.5
    /// Whether the transformer is shown what memory shows of the next view.
    public var memory = true
    /// Whether the transformer learns text.
    public var text = false
    /// Whether it learns prompts of every kind: clips from nothing, from pictures at both ends and between.
    public var prompts = false
    /// Who decides what stands in a body's way, in a run that begins from nothing.
    public var collisions = Collisions.learned
    /// Share of the steps in which the model's own errors are added to what it is given.
    public var recycling: Float = 0.5
    /// Share of the clips in which something is used.
    public var useShare: Float = 0.3
    /// Clips a step, and latent frames in each.
    public var clips = 8
    public var clipFrames = 16
    /// Training of `train distill`: steps of the third model, of which every `distillRatio`th also changes the transformer, which then
    /// makes `distilledSteps` denoising steps.
    public var distillSteps = 2500
    public var distillRate: Float = 2e-4
    public var distillRatio = 2
    public var distillFakeRate: Float = 2
    public var distilledSteps = 4
    /// Training of `train trust`: episodes along which the checkpoint plays, steps, steps of games in one of them; how far memory
    /// may lie from the truth to be called right, of 255, and from which probability on it is kept.
    public var trustEpisodes = 200
    public var trustSteps = 600
    public var trustBatch = 16
    public var trustRate: Float = 4e-3
    public var trustTolerance: Float = 30
    public var trustThreshold: Float = 0.82
    /// Training of `train probes`: episodes, half of them through a shipped codec, and pictures a step.
    public var probeEpisodes = 960
    public var probeSteps = 3000
    public var probeBatch = 32
    public var probeRate: Float = 1.5e-3
    /// Training of `train captioner`: episodes, by turns bare and through the codecs of `small` and `nano`, and pictures a step.
    public var captionerEpisodes = 1500
    public var captionerSteps = 2400
    public var captionerBatch = 16
    public var captionerRate: Float = 1.5e-3
    /// Steps between validations, each with a filmstrip.
    public var validationSteps = 300

    public init() {}

    static let (sizes, depths, clipLengths) = (16...1024, 1...128, 2...1024)
    static let (compressorWidths, transformerWidths) = (8...2048, 16...4096)
    static let (headCounts, channelCounts) = (1...64, 1...256)

    public init(_ file: SettingsFile) throws {
        for setting in Self.settings { try setting.read(&self, file) }
        if !file.has("prompts") { prompts = text }
        for (key, value) in [("width", width), ("height", height)] where value % 16 != 0 {
            throw file.error(key, "\(key) must be a multiple of 16; \(value / 16 * 16) would be one.")
        }
        guard transformerWidth % (16 * transformerHeads) == 0 else {
            throw file.error(
                "transformerWidth", "transformerWidth must be a multiple of 16 times the \(transformerHeads) heads.")
        }
        guard compressorWidth % 2 == 0 else {
            throw file.error("compressorWidth", "compressorWidth must be even.")
        }
        // A clip begins with one picture; every further latent frame holds two.
        guard (frames - 1) / 2 + 1 >= clipFrames else {
            throw file.error(
                "clipFrames", "clipFrames must be at most \((frames - 1) / 2 + 1), the latent frames of an episode.")
        }
    }

    /// How a transformer's clips are drawn and it is trained, but for the rate.
    var clipOptions: TransformerTrainer.Options {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames) = (clips, clipFrames)
        options.muonRatio = muonRatio > 0 ? muonRatio : nil
        (options.recycling, options.markedShare) = (recycling, useShare)
        options.mixesPrompts = prompts
        return options
    }
}
