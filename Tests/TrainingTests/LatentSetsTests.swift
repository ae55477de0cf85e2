import Diffusion
import Tensors
import Testing
import Worlds

@testable import Training

/// Several sizes of pictures in one training.
struct LatentSetsTests {
    private static func set(_ shape: [Int], frames: Int) -> LatentSet {
        var random = PhiloxGenerator(seed: UInt64(shape[0]))
        var set = LatentSet(shape: shape, actionSize: 16)
        let size = set.latentSize
        set.append(
            LatentSet.Episode(
                latents: (0..<frames * size).map { _ in random.normal() },
                actions: [Float](repeating: 0, count: frames * 16), frames: frames))
        return set
    }

    @Test func setsAreDrawnByTheirFrames() {
        let sets = LatentSets([Self.set([4, 6, 4], frames: 10), Self.set([6, 4, 4], frames: 30)])
        let drawn = (0..<2000).map { sets.drawn(step: $0, seed: 1).shape }
        #expect(abs(drawn.filter { $0 == [6, 4, 4] }.count - 1500) < 100)
        #expect(drawn == (0..<2000).map { sets.drawn(step: $0, seed: 1).shape })
    }

    @Test func aStepLearnsFromEpisodesOfItsOwnShape() {
        var configuration = DiTConfiguration()
        (configuration.latentChannels, configuration.width, configuration.depth) = (4, 32, 1)
        (configuration.heads, configuration.contextFrames) = (2, 3)
        var options = TransformerTrainer.Options()
        (options.clips, options.frames) = (1, 4)
        let trainer = TransformerTrainer(DiT(configuration, seed: 5), options: options)
        let (wide, tall) = (Self.set([4, 6, 4], frames: 8), Self.set([6, 4, 4], frames: 8))
        trainer.clips.append(tall.episodes[0], shape: tall.shape)
        for set in [wide, tall, wide] { #expect(trainer.step(set).isFinite) }
        #expect(trainer.clips.count == 3)
    }

    @Test func sizesShareTheEpisodes() throws {
        var settings = TrainConfiguration()
        settings.sizes = [PictureSize(width: 80, height: 128), PictureSize(width: 128, height: 80)]
        #expect(settings.allSizes.map(\.description) == ["128x80", "80x128"])
        (settings.episodes, settings.stagedEpisodes) = (5, 1)
        let run = TrainingRun(.transformer, in: "nowhere")
        let data = try run.data(settings, [])
        #expect(data.parts.map(\.source.count) == [3, 1, 2])
        #expect(data.parts[2].source.size == (80, 128))
        let compressor = TrainingRun(.compressor, in: "nowhere")
        #expect(try compressor.data(settings, []).parts.map(\.source.count) == [5, 1])
    }
}
