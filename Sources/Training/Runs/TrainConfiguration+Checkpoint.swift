import Tensors
import WorldModel
import Worlds

/// What settings and the checkpoint that a run goes on with say of each other.
extension TrainConfiguration {
    /// Takes the size of pictures from the sets that are trained on; `file` must not say otherwise, nor ask for live episodes.
    mutating func take(_ sets: [RecordedData], _ file: SettingsFile?) throws {
        guard let set = sets.first?.set else { return }
        for key in ["sizes", "episodes", "frames", "firstSeed", "stagedEpisodes", "liveEpisodes", "liveStagedShare"] {
            guard let file, file.has(key) else { continue }
            throw file.error(key, "\(key) is about live episodes, which --episodes takes the place of: leave it out.")
        }
        for (key, size) in [("width", set.size.width), ("height", set.size.height)] {
            guard let file, let given = try file.integer(key, in: Self.sizes), given != size else { continue }
            throw file.error(
                key,
                "\(key) is \(given), but \(set.url.path) has pictures of \(set.size.width)x\(set.size.height): leave "
                    + "it out, or import the set anew with --size."
            )
        }
        (width, height) = set.size
        for set in sets.map(\.set) where set.size.width % 16 != 0 || set.size.height % 16 != 0 {
            let (width, height) = set.size
            throw FileError(
                "\(set.url.path) has pictures of \(width)x\(height), and both must be multiples of 16: import or "
                    + "record it anew with --size \(max(16, width / 16 * 16))x\(max(16, height / 16 * 16))."
            )
        }
    }

    /// Takes size of pictures and shape of networks from the checkpoint that a run goes on with; `file` must not say otherwise. A run
    /// that was begun from another checkpoint has that one's compression network.
    mutating func take(
        _ checkpoint: CheckpointConfiguration, _ file: SettingsFile?, for part: TrainingPart, begun: Bool
    ) throws {
        for (key, size) in [("width", checkpoint.width), ("height", checkpoint.height)] {
            guard let file, let given = try file.integer(key, in: Self.sizes), given != size else { continue }
            throw file.error(
                key,
                "\(key) is \(given), but this run's checkpoint makes pictures of \(checkpoint.width) x "
                    + "\(checkpoint.height): leave width and height out, or begin a run of another size in another "
                    + "folder."
            )
        }
        (width, height) = (checkpoint.width, checkpoint.height)
        try refuseAnotherShape(than: checkpoint, file)
        let depth = checkpoint.transformer.depth
        if let file, let given = try file.integer("transformerDepth", in: Self.depths), given != depth {
            throw file.error(
                "transformerDepth",
                "transformerDepth is \(given), but this run's checkpoint has \(depth) blocks: leave it out, or begin "
                    + "a deeper run in another folder with --from."
            )
        }
        let (c, t) = (checkpoint.compressor, checkpoint.transformer)
        if let file {
            func refuse(_ key: String, _ given: Any?, _ has: Any, unless same: Bool) throws {
                guard let given, !same else { return }
                throw file.error(
                    key,
                    "\(key) is \(given), but this run has \(has): leave it out, or begin another run in another folder."
                )
            }
            if !begun {
                let given = try file.integer("compressorWidth", in: Self.compressorWidths)
                try refuse("compressorWidth", given, c.width, unless: given == c.width)
            }
            if part == .compressor {
                let given = try file.integer("clipFrames", in: Self.clipLengths)
                try refuse("clipFrames", given, t.contextFrames + 1, unless: given == t.contextFrames + 1)
            }
            let (memory, name) = (try file.flag("memory"), try file.text("name"))
            // Without a camera that actions move there is no memory, whatever was asked for.
            let remembers = t.seesMemory == true
            try refuse("memory", memory, remembers, unless: memory == remembers || t.camera?.travel == nil)
            try refuse("text", try file.flag("text"), t.text != nil, unless: try file.flag("text") == (t.text != nil))
            try refuse("name", name, checkpoint.name, unless: name == checkpoint.name)
        }
        (name, compressorWidth, latentChannels) = (checkpoint.name, c.width, c.latentChannels)
        (transformerWidth, transformerDepth, transformerHeads) = (t.width, t.depth, t.heads)
        memory = t.seesMemory == true
        text = t.text != nil
        if part == .compressor { clipFrames = t.contextFrames + 1 }
    }

    /// How many steps `part` is to make.
    public func steps(of part: TrainingPart) -> Int {
        switch part {
        case .compressor: compressorSteps
        case .decoder: decoderSteps
        case .upsampler: upsamplerSteps
        case .depth: depthSteps
        case .transformer: transformerSteps
        case .distill: distillSteps
        case .trust: trustSteps
        case .probes: probeSteps
        case .captioner: captionerSteps
        }
    }

    /// What `origin` becomes as the beginning of a new run: what `file` says of name, size of pictures, depth and, with longer clips,
    /// of the context; what it leaves out stays as it is.
    func grown(_ origin: CheckpointConfiguration, _ file: SettingsFile?) throws -> CheckpointConfiguration {
        guard let file else { return origin }
        try refuseAnotherShape(than: origin, file)
        var result = origin
        if try file.text("name") != nil { result.name = name }
        if try file.integer("width", in: Self.sizes) != nil { result.width = width }
        if try file.integer("height", in: Self.sizes) != nil { result.height = height }
        if try file.integer("clipFrames", in: Self.clipLengths) != nil {
            result.transformer.contextFrames = max(origin.transformer.contextFrames, clipFrames - 1)
        }
        if try file.integer("transformerDepth", in: Self.depths) != nil {
            let depth = origin.transformer.depth
            guard transformerDepth % depth == 0 else {
                throw file.error(
                    "transformerDepth",
                    "transformerDepth is \(transformerDepth), but the transformer that this run begins from has "
                        + "\(depth) blocks and can only grow to a multiple of them: "
                        + "\(max(1, transformerDepth / depth) * depth) would be one."
                )
            }
            result.transformer.depth = transformerDepth
        }
        return result
    }

    /// Nothing grows in these.
    private func refuseAnotherShape(than checkpoint: CheckpointConfiguration, _ file: SettingsFile?) throws {
        guard let file else { return }
        let t = checkpoint.transformer
        for (key, range, size) in [
            ("transformerWidth", Self.transformerWidths, t.width), ("transformerHeads", Self.headCounts, t.heads),
            ("latentChannels", Self.channelCounts, t.latentChannels),
        ] {
            guard let given = try file.integer(key, in: range), given != size else { continue }
            throw file.error(
                key,
                "\(key) is \(given), but the checkpoint that this run goes on from has \(size): leave \(key) out, or "
                    + "train from nothing in another folder."
            )
        }
    }
}
