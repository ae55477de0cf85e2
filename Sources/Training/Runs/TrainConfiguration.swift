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
    /// Steps between validations, each with a filmstrip.
    public var validationSteps = 300

    public init() {}

    public static let keys = [
        "name", "width", "height", "sizes", "episodes", "frames", "firstSeed", "stagedEpisodes", "liveEpisodes",
        "liveStagedShare", "compressorWidth",
        "compressorSteps",
        "compressorBatch", "decoderSteps",
        "compressorRate", "upsamplerSteps", "upsamplerBatch", "upsamplerRate", "latentChannels",
        "depthSteps", "depthBatch", "depthRate", "transformerWidth",
        "transformerDepth", "transformerHeads",
        "transformerSteps", "transformerRate", "muonRatio", "memory", "text", "prompts", "collisions", "recycling",
        "useShare", "clips",
        "clipFrames",
        "distillSteps", "distillRate", "distillRatio", "distillFakeRate", "distilledSteps",
        "trustEpisodes", "trustSteps", "trustBatch", "trustRate", "trustTolerance", "trustThreshold",
        "probeEpisodes", "probeSteps", "probeBatch", "probeRate", "validationSteps",
    ]

    static let (sizes, depths, clipLengths) = (16...1024, 1...128, 2...1024)
    static let (compressorWidths, transformerWidths) = (8...2048, 16...4096)
    static let (headCounts, channelCounts) = (1...64, 1...256)

    public init(_ file: SettingsFile) throws {
        func read<T>(_ value: inout T, _ given: T?) { if let given { value = given } }
        let (sizes, steps, rates) = (Self.sizes, 1...100_000_000, 1e-7...1.0)
        read(&name, try file.text("name"))
        read(&width, try file.integer("width", in: sizes))
        read(&height, try file.integer("height", in: sizes))
        let named = try file.list("sizes") {
            PictureSize($0, in: Self.sizes)
        } orExplain: {
            "'\($0)' is no size; write width x height, multiples of 16 from 16 to 1024, such as 96x96."
        }
        read(&self.sizes, named)
        read(&episodes, try file.integer("episodes", in: 1...1_000_000))
        read(&frames, try file.integer("frames", in: 3...100_000))
        read(
            &firstSeed,
            try file.integer("firstSeed", in: 1...Int(Start.firstHeldOutSeed) - 2_000_000).map(UInt64.init))
        read(&stagedEpisodes, try file.integer("stagedEpisodes", in: 0...1_000_000))
        read(&liveEpisodes, try file.integer("liveEpisodes", in: 0...1_000_000))
        read(&liveStagedShare, try file.number("liveStagedShare", in: 0...1))
        read(&compressorWidth, try file.integer("compressorWidth", in: Self.compressorWidths))
        read(&compressorSteps, try file.integer("compressorSteps", in: steps))
        read(&decoderSteps, try file.integer("decoderSteps", in: steps))
        read(&compressorBatch, try file.integer("compressorBatch", in: 1...4096))
        read(&compressorRate, try file.number("compressorRate", in: rates))
        read(&upsamplerSteps, try file.integer("upsamplerSteps", in: steps))
        read(&upsamplerBatch, try file.integer("upsamplerBatch", in: 1...4096))
        read(&upsamplerRate, try file.number("upsamplerRate", in: rates))
        read(&latentChannels, try file.integer("latentChannels", in: Self.channelCounts))
        read(&depthSteps, try file.integer("depthSteps", in: steps))
        read(&depthBatch, try file.integer("depthBatch", in: 1...4096))
        read(&depthRate, try file.number("depthRate", in: rates))
        read(&transformerWidth, try file.integer("transformerWidth", in: Self.transformerWidths))
        read(&transformerDepth, try file.integer("transformerDepth", in: Self.depths))
        read(&transformerHeads, try file.integer("transformerHeads", in: Self.headCounts))
        read(&transformerSteps, try file.integer("transformerSteps", in: steps))
        read(&transformerRate, try file.number("transformerRate", in: rates))
        read(&muonRatio, try file.number("muonRatio", in: 0...100))
        read(&memory, try file.flag("memory"))
        read(&text, try file.flag("text"))
        prompts = try file.flag("prompts") ?? text
        if let text = try file.text("collisions") {
            guard let rule = Collisions(rawValue: text) else {
                throw file.error("collisions", "collisions must be 'rule' or 'learned', not '\(text)'.")
            }
            collisions = rule
        }
        read(&recycling, try file.number("recycling", in: 0...1))
        read(&useShare, try file.number("useShare", in: 0...1))
        read(&clips, try file.integer("clips", in: 1...4096))
        read(&clipFrames, try file.integer("clipFrames", in: Self.clipLengths))
        read(&distillSteps, try file.integer("distillSteps", in: steps))
        read(&distillRate, try file.number("distillRate", in: rates))
        read(&distillRatio, try file.integer("distillRatio", in: 1...100))
        read(&distillFakeRate, try file.number("distillFakeRate", in: 0.01...100))
        read(&distilledSteps, try file.integer("distilledSteps", in: 1...64))
        read(&trustEpisodes, try file.integer("trustEpisodes", in: 10...1_000_000))
        read(&trustSteps, try file.integer("trustSteps", in: steps))
        read(&trustBatch, try file.integer("trustBatch", in: 1...4096))
        read(&trustRate, try file.number("trustRate", in: rates))
        read(&trustTolerance, try file.number("trustTolerance", in: 1...255))
        read(&trustThreshold, try file.number("trustThreshold", in: 0.001...0.999))
        read(&probeEpisodes, try file.integer("probeEpisodes", in: 1...1_000_000))
        read(&probeSteps, try file.integer("probeSteps", in: steps))
        read(&probeBatch, try file.integer("probeBatch", in: 1...4096))
        read(&probeRate, try file.number("probeRate", in: rates))
        read(&validationSteps, try file.integer("validationSteps", in: steps))
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
