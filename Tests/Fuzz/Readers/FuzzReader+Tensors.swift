import Codecs
import Foundation
import Tensors
import Training

/// Files of tensors: any, a training's state, encoded episodes.
extension FuzzReader {
    static func tensors(_ folder: URL) throws -> [FuzzReader] {
        let file = folder.appendingPathComponent("file.safetensors")
        let floats = (0..<6).map { Float($0) - 2.5 }
        try SafetensorsWriter.write(
            [
                SafetensorsTensor(name: "a", shape: [2, 3], floats: floats),
                SafetensorsTensor(name: "b.int8", dtype: .i8, shape: [5], bytes: [1, 2, 3, 4, 5]),
                SafetensorsTensor(name: "empty", shape: [0, 7], floats: []),
                SafetensorsTensor(name: "half", shape: [6], bf16: floats),
            ], metadata: ["step": "3", "\u{e9}\"": "x"], to: file)
        return [
            FuzzReader("safetensors", .safetensors, share: 4, seeds: [try Data(contentsOf: file)]) { input in
                try input.write(to: file)
                try check(try SafetensorsFile(file), copy: folder.appendingPathComponent("copy.safetensors"))
            },
            try state(folder), try latents(folder),
        ]
    }

    /// The tensors lie within the file, and writing and reading them again changes nothing.
    private static func check(_ file: SafetensorsFile, copy: URL) throws {
        var tensors: [SafetensorsTensor] = []
        for name in file.names {
            guard let (dtype, shape) = file.info(name) else { throw Nonsense("\(name) has no shape") }
            let bytes = try file.bytes(of: name)
            let count = shape.reduce(1, *)
            try Nonsense.unless(bytes.count == count * dtype.bytes, "\(name) \(shape) has \(bytes.count) bytes")
            if [.f32, .bf16, .f16].contains(dtype) {
                try Nonsense.unless(
                    try file.floats(of: name, shape: shape).count == count, "\(name) has too few numbers")
            }
            tensors.append(SafetensorsTensor(name: name, dtype: dtype, shape: shape, bytes: [UInt8](bytes)))
        }
        try SafetensorsWriter.write(tensors, metadata: file.metadata, to: copy)
        let again = try SafetensorsFile(copy)
        try Nonsense.unless(
            again.names == file.names && again.metadata == file.metadata, "other names when written again")
        for tensor in tensors {
            let (a, b) = (try file.bytes(of: tensor.name), try again.bytes(of: tensor.name))
            try Nonsense.unless(a.elementsEqual(b), "\(tensor.name) differs when written again")
        }
    }

    private static func store() -> ParameterStore {
        let store = ParameterStore()
        _ = store.declare("w", [4, 4], deviation: 1)
        store.allocate(seed: 1)
        return store
    }

    private static func state(_ folder: URL) throws -> FuzzReader {
        let file = folder.appendingPathComponent("state.safetensors")
        try Optimizer(store()).save(to: file)
        return FuzzReader("training-state", .safetensors, share: 2, seeds: [try Data(contentsOf: file)]) { input in
            try input.write(to: file)
            let store = store()
            let optimizer = Optimizer(store)
            _ = try optimizer.load(from: file)
            try Nonsense.unless(optimizer.step >= 0, "step \(optimizer.step)")
            let weights = UnsafeBufferPointer(start: store.values, count: store.count)
            try Nonsense.unless((weights + optimizer.average).allSatisfy(\.isFinite), "a weight is not finite")
        }
    }

    /// A damaged file is made anew, so nothing is ever refused.
    private static func latents(_ folder: URL) throws -> FuzzReader {
        var configuration = CompressorConfiguration()
        (configuration.width, configuration.latentChannels) = (8, 1)
        let cache = try LatentCache(
            folder.appendingPathComponent("latents"), compressor: VideoCompressor(configuration, seed: 1),
            source: "fuzz")
        let file = folder.appendingPathComponent("latents/0.safetensors")
        func fill() throws -> LatentSet {
            var set = LatentSet(shape: [1, 1, 2], actionSize: 1)
            try cache.fill(
                &set, count: 2, stop: { false }, progress: { _ in },
                encode: { LatentSet.Episode(latents: [Float($0), 1, 2, 3], actions: [0, 1], frames: 2) })
            return set
        }
        _ = try fill()
        return FuzzReader("latents", .safetensors, share: 2, seeds: [try Data(contentsOf: file)]) { input in
            try input.write(to: file)
            let set = try fill()
            try Nonsense.unless(set.episodes.count == 2, "\(set.episodes.count) episodes instead of 2")
            for episode in set.episodes {
                try Nonsense.unless(
                    episode.frames > 0 && episode.latents.count == episode.frames * 2
                        && episode.actions.count == episode.frames, "an episode has \(episode.frames) frames")
                try Nonsense.unless(
                    (episode.latents + episode.actions + (episode.views ?? [])).allSatisfy(\.isFinite),
                    "a latent is not finite")
            }
        }
    }
}
