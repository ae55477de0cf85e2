import WorldModel
import Worlds

/// What settings and the checkpoint that a run goes on with say of each other.
extension TrainConfiguration {
    /// Takes the size of pictures from the checkpoint that a run goes on with; `file` must not say otherwise, nor name another
    /// shape of its networks.
    mutating func take(_ checkpoint: CheckpointConfiguration, _ file: SettingsFile?) throws {
        for (key, size) in [("width", checkpoint.width), ("height", checkpoint.height)] {
            guard let file, let given = try file.integer(key, in: Self.sizes), given != size else { continue }
            throw file.error(
                key,
                "\(key) is \(given), but this run's checkpoint makes pictures of \(checkpoint.width) x \(checkpoint.height): leave width and height out, or begin a run of another size in another folder."
            )
        }
        (width, height) = (checkpoint.width, checkpoint.height)
        try refuseAnotherShape(than: checkpoint, file)
        let depth = checkpoint.transformer.depth
        if let file, let given = try file.integer("transformerDepth", in: Self.depths), given != depth {
            throw file.error(
                "transformerDepth",
                "transformerDepth is \(given), but this run's checkpoint has \(depth) blocks: leave it out, or begin a deeper run in another folder with --from."
            )
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
                    "transformerDepth is \(transformerDepth), but the transformer that this run begins from has \(depth) blocks and can only grow to a multiple of them: \(max(1, transformerDepth / depth) * depth) would be one."
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
                "\(key) is \(given), but the checkpoint that this run goes on from has \(size): leave \(key) out, or train from nothing in another folder."
            )
        }
    }
}
