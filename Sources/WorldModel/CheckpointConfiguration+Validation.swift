import Codecs
import Worlds

extension CheckpointConfiguration {
    /// Refuses what could not be a model, before anything is allocated for it.
    func validate(_ file: String, _ actions: ActionSpace) throws {
        func require(_ condition: Bool, _ field: String, _ remedy: String) throws {
            guard condition else { throw WorldError("\(file): '\(field)' \(remedy)") }
        }
        let (c, t) = (compressor, transformer)
        try require(format == Self.format, "format", "is '\(format)', not '\(Self.format)'")
        try require((16...4096).contains(width) && width % 16 == 0, "width", "must be a multiple of 16 up to 4096")
        try require((16...4096).contains(height) && height % 16 == 0, "height", "must be a multiple of 16 up to 4096")
        try require(!name.isEmpty && name.utf8.count <= 200, "name", "must have 1 to 200 bytes")
        try require((1...1000).contains(framesPerSecond), "framesPerSecond", "must lie in 1...1000")
        try require((1...1000).contains(denoisingSteps), "denoisingSteps", "must lie in 1...1000")
        try require((0...1).contains(contextNoise), "contextNoise", "must lie in 0...1")
        try require((0...1).contains(viewTrust ?? 0), "viewTrust", "must lie in 0...1")
        try require((0...1).contains(stillTrust ?? 0), "stillTrust", "must lie in 0...1")
        try require((1...256).contains(actions.channels.count), "transformer.actionInputs", "needs 1 to 256 actions")
        try require(c.spatialFactor == 8, "compressor.spatialFactor", "must be 8")
        try require([1, 2, 4].contains(c.temporalFactor), "compressor.temporalFactor", "must be 1, 2 or 4")
        try require((1...256).contains(c.latentChannels), "compressor.latentChannels", "must lie in 1...256")
        try require((8...2048).contains(c.width) && c.width % 2 == 0, "compressor.width", "must be even, in 8...2048")
        try require((0...64).contains(c.encoderBlocks), "compressor.encoderBlocks", "must lie in 0...64")
        try require((0...64).contains(c.decoderBlocks), "compressor.decoderBlocks", "must lie in 0...64")
        for (field, values) in [("latentMean", c.latentMean), ("latentDeviation", c.latentDeviation)] {
            try require(
                values.count == c.latentChannels && values.allSatisfy(\.isFinite), "compressor.\(field)",
                "must hold \(c.latentChannels) numbers")
        }
        try require(
            c.latentDeviation.allSatisfy { $0 > 0 }, "compressor.latentDeviation", "must be positive")
        try require(t.latentChannels == c.latentChannels, "transformer.latentChannels", "differs from the compressor's")
        try require(t.patch == 2, "transformer.patch", "must be 2")
        try require((1...64).contains(t.heads), "transformer.heads", "must lie in 1...64")
        try require(
            (16...4096).contains(t.width) && t.width % (16 * t.heads) == 0, "transformer.width",
            "must be a multiple of 16 times the heads, up to 4096")
        try require(t.headDim <= 256, "transformer.heads", "are too few: a head has at most 256 channels")
        try require((1...128).contains(t.depth), "transformer.depth", "must lie in 1...128")
        try require((1...16).contains(t.mlpRatio), "transformer.mlpRatio", "must lie in 1...16")
        try require((1...1024).contains(t.contextFrames), "transformer.contextFrames", "must lie in 1...1024")
        // Keys and values of the context, and the widest picture of the compression network with its windows, as f32.
        let (cells, gigabyte) = (width / 8 * (height / 8), 1 << 30)
        try require(
            t.contextFrames * (cells / 4) * t.width * t.depth * 8 <= 16 * gigabyte, "transformer.contextFrames",
            "asks for more than 16 GB of context at \(width)x\(height)")
        try require(
            cells * c.width * 40 <= 16 * gigabyte, "compressor.width",
            "asks for more than 16 GB at \(width)x\(height)")
        if let camera = t.camera {
            let channels = 0..<actions.channels.count
            try require(camera.channels == channels.count, "transformer.camera.channels", "must be \(channels.count)")
            try require(
                channels.contains(camera.turnChannel) && channels.contains(camera.lookChannel),
                "transformer.camera", "names action channels that actions.json does not have")
            try require(
                camera.turnDegrees.isFinite && camera.lookDegrees.isFinite && (1..<180).contains(camera.fieldOfView),
                "transformer.camera", "needs finite angles and a field of view of 1 to 179 degrees")
        }
        try validateMemory(actions, require)
        if let text = t.text {
            try require((16...8192).contains(text.rows), "transformer.text.rows", "must lie in 16...8192")
            try require((1...16).contains(text.heads), "transformer.text.heads", "must lie in 1...16")
            try require(
                (16...1024).contains(text.width) && text.width % (16 * text.heads) == 0
                    && text.width / text.heads <= 256, "transformer.text.width",
                "must be a multiple of 16 times the heads, up to 1024")
            try require((0...32).contains(text.depth), "transformer.text.depth", "must lie in 0...32")
        }
        try require(
            t.actionInputs == actions.channels.count * c.temporalFactor && t.actionInputs % 2 == 0,
            "transformer.actionInputs", "must be \(actions.channels.count * c.temporalFactor), as actions.json says")
    }

    private func validateMemory(
        _ actions: ActionSpace, _ require: (Bool, String, String) throws -> Void
    ) throws {
        let camera = transformer.camera
        try require(
            transformer.seesMemory != true || camera?.travel != nil, "transformer.seesMemory",
            "needs transformer.camera.travel, which says how actions carry the camera")
        if let depth {
            try require(camera?.travel != nil, "depth", "needs transformer.camera.travel")
            try require(
                (8...2048).contains(depth.width) && depth.width % 2 == 0, "depth.width", "must be even, in 8...2048")
            try require((0...64).contains(depth.blocks), "depth.blocks", "must lie in 0...64")
        }
        if let trust { try validate(trust, require) }
        if let upsampler { try validate(upsampler, require) }
        guard let travel = camera?.travel else { return }
        try require(
            travel.channels.allSatisfy((0..<actions.channels.count).contains), "transformer.camera.travel",
            "names action channels that actions.json does not have")
        try require(
            travel.metres.isFinite && travel.startPitch.isFinite && (0.01...1e4).contains(travel.eyeHeight)
                && (0.01...1e6).contains(travel.backdrop) && (0...1.5).contains(travel.pitchLimit),
            "transformer.camera.travel", "needs finite lengths above 0 and a pitchLimit of 0 to 1.5")
    }

    private func validate(
        _ upsampler: UpsamplerConfiguration, _ require: (Bool, String, String) throws -> Void
    ) throws {
        try require((1...4).contains(upsampler.scale), "upsampler.scale", "must lie in 1...4")
        try require(
            upsampler.widths.count == 2 && upsampler.widths.allSatisfy { (2...1024).contains($0) && $0 % 2 == 0 },
            "upsampler.widths", "must be two even numbers in 2...1024")
        try require(
            upsampler.blocks.count == 3 && upsampler.blocks.allSatisfy((0...64).contains), "upsampler.blocks",
            "must be three numbers in 0...64")
        // The windows of the last stage, as f32, and its pictures.
        let bytes = upsampler.widths[1] * 40 + upsampler.scale * upsampler.scale * 200
        try require(
            width / 2 * (height / 2) * bytes <= 16 << 30, "upsampler.widths",
            "asks for more than 16 GB at \(width)x\(height)")
    }

    private func validate(_ trust: TrustConfiguration, _ require: (Bool, String, String) throws -> Void) throws {
        let depth = transformer.depth
        try require(
            transformer.seesMemory == true, "trust", "needs transformer.seesMemory: there is no memory to judge")
        try require(
            trust.blocks.count <= depth && trust.blocks.allSatisfy((0..<depth).contains)
                && trust.blocks == Set(trust.blocks).sorted(), "trust.blocks",
            "must name blocks of the transformer, 0 to \(depth - 1), each once and in order")
        let isEven = trust.width % 2 == 0
        try require((2...1024).contains(trust.width) && isEven, "trust.width", "must be even, in 2...1024")
        try require((0...64).contains(trust.depth), "trust.depth", "must lie in 0...64")
        try require((0...1000).contains(trust.pass), "trust.pass", "must lie in 0...1000")
        try require((0.001...0.999).contains(trust.threshold), "trust.threshold", "must lie in 0.001...0.999")
        try require((1...255).contains(trust.wear ?? 1), "trust.wear", "must lie in 1...255")
        try require((0...255).contains(trust.tolerance), "trust.tolerance", "must lie in 0...255")
    }
}
