import Codecs
import Diffusion
import ReferenceWorld
import Tensors
import Training
import WorldModel
import Worlds

/// Training end to end, in the default configuration of `diorama train` but for its 10 M-parameter transformer without
/// memory: arithmetic a second, and the shares of a whole training that go into data.
package struct TrainingBenchmark {
    /// Nil: the CPU.
    let device: CUDADevice?
    private let settings = TrainConfiguration()

    package init(device: CUDADevice?) { self.device = device }

    package func run() throws -> [String: Double] {
        let source = ReferenceEpisodes(
            count: 2, frames: settings.frames, width: settings.width, height: settings.height)
        var c = CompressorConfiguration()
        (c.width, c.latentChannels) = (settings.compressorWidth, settings.latentChannels)
        c.latentMean = [Float](repeating: 0, count: c.latentChannels)
        c.latentDeviation = [Float](repeating: 1, count: c.latentChannels)
        let first = try source.episode(0)
        let (frames, actions) = (first.frames, first.actions)
        let rendering = try Stopwatch.seconds { _ = try source.episode(1) }
        let compressor = compressorStep(c, frames)
        var set = LatentSet(
            shape: [settings.height / c.spatialFactor, settings.width / c.spatialFactor, c.latentChannels],
            actionSize: actions[0].values.count * c.temporalFactor)
        let network = VideoCompressor(c)
        network.store.device = device
        let video = LatentVideo(network, context: Context(network.store))
        let encoding = Stopwatch.seconds { set.append(frames: frames, actions: actions, video: video) }
        let transformer = transformerStep(set)
        if let device { return onGPU(set, compressor, device) }

        // Every episode is rendered for each of the two trainings, and encoded once.
        let episodes = Double(settings.episodes + settings.stagedEpisodes)
        let steps =
            Double(settings.transformerSteps) * transformer.seconds
            + Double(settings.compressorSteps) * compressor.seconds
        let rendered = (Double(settings.episodes) + episodes) * rendering + episodes * encoding
        return [
            "training.gflops": transformer.flops / transformer.seconds * 1e-9,
            "training.compressor_gflops": compressor.flops / compressor.seconds * 1e-9,
            "training.data_share": transformer.data / transformer.seconds,
            "training.render_share": rendered / (rendered + steps),
        ]
    }

    /// With batches that fill a GPU, for `small`'s size and for 100 M parameters, and what the larger spends its time on.
    private func onGPU(_ set: LatentSet, _ compressor: Step, _ device: CUDADevice) -> [String: Double] {
        var values = ["training.compressor_gflops": compressor.flops / compressor.seconds * 1e-9]
        for (key, width, depth, clips) in [("10M", 256, 8, 128), ("15M", 320, 8, 128), ("100M", 896, 7, 64)] {
            let step = transformerStep(set, width: width, depth: depth, heads: width / 64, clips: clips)
            values["training.\(key).tflops"] = step.flops / step.seconds * 1e-12
            values["training.\(key).ms"] = step.seconds * 1e3
            let times = device.profile {
                _ = transformerStep(set, width: width, depth: depth, heads: width / 64, clips: clips, runs: 1)
            }
            for (name, time) in times { values["kernels.\(key).\(name).ms"] = time.seconds * 1e3 / 2 }
        }
        return values
    }

    private typealias Step = (flops: Double, seconds: Double, data: Double)

    private func transformerStep(
        _ set: LatentSet, width: Int = 256, depth: Int = 8, heads: Int = 4, clips: Int? = nil, runs: Int = 5
    ) -> Step {
        var c = DiTConfiguration()
        (c.width, c.depth, c.heads, c.latentChannels) = (width, depth, heads, set.shape[2])
        c.actionInputs = set.actionSize
        var options = TransformerTrainer.Options()
        (options.clips, options.frames) = (clips ?? settings.clips, settings.clipFrames)
        let model = DiT(c, seed: 1)
        model.store.device = device
        let trainer = TransformerTrainer(model, options: options)
        return step(
            runs, flops: { trainer.flops }, data: { trainer.dataSeconds }, body: { _ = trainer.step(set) })
    }

    private func compressorStep(_ c: CompressorConfiguration, _ frames: [Frame]) -> Step {
        let pool = stride(from: 0, to: frames.count - c.temporalFactor, by: c.temporalFactor).map {
            Array(frames[$0..<$0 + c.temporalFactor])
        }
        let network = VideoCompressor(c, seed: 1)
        network.store.device = device
        let trainer = CompressorTrainer(
            network, schedule: Schedule(peak: settings.compressorRate, steps: 1000),
            batch: settings.compressorBatch, seed: 1)
        return step(flops: { trainer.flops }, data: { 0 }, body: { _ = trainer.step(pool) })
    }

    /// Means of arithmetic and data over some steps after the first, and the median time of one.
    private func step(_ runs: Int = 5, flops: () -> Double, data: () -> Double, body: () -> Void) -> Step {
        body()
        let (flopsBefore, dataBefore) = (flops(), data())
        let seconds = (0..<runs).map { _ in Stopwatch.seconds(body) }.sorted()[runs / 2]
        return ((flops() - flopsBefore) / Double(runs), seconds, (data() - dataBefore) / Double(runs))
    }
}
