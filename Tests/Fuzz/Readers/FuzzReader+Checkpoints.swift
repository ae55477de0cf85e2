import Camera
import Codecs
import Diffusion
import Evaluations
import Foundation
import Memory
import Tensors
import WorldModel
import Worlds

/// Checkpoints: configuration, actions and weights. What is accepted must make a picture.
extension FuzzReader {
    static func checkpoints(_ folder: URL) throws -> [FuzzReader] {
        let place = folder.appendingPathComponent("checkpoint")
        try tiny().write(to: place, dtype: .bf16, training: ["note": "tiny"], card: "tiny")
        func file(_ name: String) -> URL { place.appendingPathComponent(name) }
        let names = [
            "config.json", "actions.json", "transformer.safetensors", "depth.safetensors", "upsampler.safetensors",
        ]
        let sound = Dictionary(uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: file($0))) })
        var readers = names.map { name in
            let format: FuzzFormat = name.hasSuffix("json") ? .json : .safetensors
            return FuzzReader("checkpoint-\(name.prefix { $0 != "." })", format, share: 0.5, seeds: [sound[name]!]) {
                input in
                try input.write(to: file(name))
                defer { try? sound[name]!.write(to: file(name)) }
                try check(try Checkpoint(contentsOf: place))
            }
        }
        readers.append(try probes(folder))
        return readers
    }

    /// One that sees memory and estimates depth.
    private static func tiny() throws -> Checkpoint {
        var c = CheckpointConfiguration()
        (c.name, c.width, c.height, c.denoisingSteps) = ("tiny", 32, 32, 1)
        (c.compressor.width, c.compressor.latentChannels) = (8, 2)
        (c.compressor.encoderBlocks, c.compressor.decoderBlocks) = (1, 1)
        (c.compressor.latentMean, c.compressor.latentDeviation) = ([0, 0], [1, 1])
        (c.transformer.latentChannels, c.transformer.width, c.transformer.depth, c.transformer.heads) = (2, 16, 1, 1)
        (c.transformer.contextFrames, c.transformer.seesMemory) = (3, true)
        c.transformer.camera = CameraMotion(.standard, fieldOfView: 75)
        c.transformer.camera?.travel = CameraTravel(.standard, eyeHeight: 1.5, startPitch: 0, pitchLimit: 1)
        var depth = DepthConfiguration()
        (depth.width, depth.blocks) = (8, 1)
        c.depth = depth
        var upsampler = UpsamplerConfiguration()
        (upsampler.widths, upsampler.blocks) = ([4, 4], [0, 0, 1])
        return Checkpoint(
            configuration: c, actionSpace: .standard, compressor: VideoCompressor(c.compressor, seed: 1),
            transformer: DiT(c.transformer, seed: 2, zeroInitialized: false), depth: DepthEstimator(depth, seed: 3),
            upsampler: Upsampler(upsampler, codec: c.compressor, seed: 4))
    }

    private static func check(_ checkpoint: Checkpoint) throws {
        let c = checkpoint.configuration
        let again = try JSONDecoder().decode(CheckpointConfiguration.self, from: JSONEncoder().encode(c))
        try Nonsense.unless(again == c, "the configuration differs when written again")
        for store in [
            checkpoint.compressor.store, checkpoint.transformer.store, checkpoint.depth?.store,
            checkpoint.upsampler?.store,
        ] {
            guard let store else { continue }
            let finite = UnsafeBufferPointer(start: store.values, count: store.count).allSatisfy(\.isFinite)
            try Nonsense.unless(finite, "a weight is not finite")
        }
        // Larger pictures are allowed and take their time.
        let size = c.pictureSize
        guard size.width * size.height <= 128 * 128, c.denoisingSteps <= 16 else { return }
        var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
        let none = Action.none(checkpoint.actionSpace.channels.count)
        _ = try world.reset(Start(seed: 1, history: [(Frame(width: size.width, height: size.height), none)]))
        let frame = try world.hold(none)[0].frame
        try Nonsense.unless((frame.width, frame.height) == size, "a picture of another size")
    }

    private static func probes(_ folder: URL) throws -> FuzzReader {
        let place = ProbeFolder(folder.appendingPathComponent("probes"))
        try place.write(motion: ProbeFolder.blank(seed: 1))
        let file = place.url.appendingPathComponent("hashes.json")
        return FuzzReader("probe-hashes", .json, share: 0.2, seeds: [try Data(contentsOf: file)]) { input in
            try input.write(to: file)
            _ = try place.motion()
        }
    }
}
