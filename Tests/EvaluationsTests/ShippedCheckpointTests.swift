import Evaluations
import Testing
import WorldModel
import Worlds

struct ShippedCheckpointTests {
    @Test func everyShippedCheckpointPlays() throws {
        #expect(Checkpoint.shipped.contains("small"))
        for name in Checkpoint.shipped {
            let checkpoint = try Checkpoint.named(name)
            var world = LearnedWorld(checkpoint: checkpoint)
            let (width, height) = checkpoint.configuration.pictureSize
            let gray = Frame(
                width: width, height: height, pixels: [UInt8](repeating: 128, count: width * height * 3))
            _ = try world.reset(Start(seed: 1, history: [(frame: gray, action: .none())]))
            #expect(try world.hold(.none())[0].frame.pixels.count == width * height * 3)
        }
    }

    /// On two clips with a moving camera, four and sixteen frames ahead, a checkpoint is nearer to the truth than the last
    /// frame it was given, and nearer under the keys that were pressed than under others. Noise is at 6 dB.
    @Test(arguments: Checkpoint.shipped) func itKnowsTheWorldAndTheKeys(name: String) throws {
        var evaluation = QuickEvaluation()
        evaluation.clips = 2
        let values = try evaluation.run(try Checkpoint.named(name)).values
        let least = name == "nano" ? (frozen: 1.0, keys: 0.5) : (frozen: 3.0, keys: 2.0)
        for horizon in [4, 16] {
            let psnr = try #require(values["psnr.\(horizon)"])
            #expect(psnr > (values["frozen.\(horizon)"] ?? 0) + least.frozen, "\(name), \(horizon) frames ahead")
            #expect((values["delta_psnr.\(horizon)"] ?? 0) > least.keys, "\(name), \(horizon) frames ahead")
        }
        #expect((values["codec_ceiling"] ?? 0) > 23)
    }

    @Test func anUnknownNameIsOneSentence() {
        #expect(throws: WorldError.self) { try Checkpoint.named("nowhere") }
    }
}
