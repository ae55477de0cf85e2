import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing

@testable import WorldModel

/// Weight files as others write them, and as they must not be.
struct WeightFileTests {
    private let folder: TemporaryFolder
    private var url: URL { folder.file("weights.safetensors") }

    init() throws { folder = try TemporaryFolder() }

    private func model(_ seed: UInt64?) -> DiT {
        DiT(CheckpointTests.tiny().configuration.transformer, seed: seed, zeroInitialized: false)
    }

    /// Writes the weights of `model`, each under the name and in the form that `tensor` gives it.
    private func write(
        _ model: DiT, metadata: [String: String] = [:],
        tensor: (String, [Int], [Float]) -> SafetensorsTensor? = { SafetensorsTensor(name: $0, shape: $1, floats: $2) }
    ) throws {
        let tensors = model.store.parameters.compactMap { p in
            tensor(
                p.name, p.shape, Array(UnsafeBufferPointer(start: model.store.pointer(p), count: p.count)))
        }
        try SafetensorsWriter.write(tensors, metadata: metadata, to: url)
    }

    private func refusal(_ store: ParameterStore) -> String {
        do { try ParameterFile.load(store, url) } catch { return "\(error)" }
        return ""
    }

    @Test func namesOfWrappersAreTakenOff() throws {
        let model = model(3)
        for name: (String) -> String in [
            { "_orig_mod." + $0 }, { "module." + $0 }, { "module._orig_mod." + $0 },
            { $0.replacing("blocks.0.", with: "blocks.0._orig_mod.") },
        ] {
            try write(model) { SafetensorsTensor(name: name($0), shape: $1, floats: $2) }
            let back = self.model(nil)
            try ParameterFile.load(back.store, url)
            let same = model.store.parameters.allSatisfy { p in
                (0..<p.count).allSatisfy { back.store.pointer(p)[$0] == model.store.pointer(p)[$0] }
            }
            #expect(same)
        }
        try write(model) { SafetensorsTensor(name: "ema_model." + $0, shape: $1, floats: $2) }
        #expect(refusal(self.model(nil).store).contains("all names of tensors begin with 'ema_model.'"))
        try SafetensorsWriter.write(
            ["a", "_orig_mod.a"].map { SafetensorsTensor(name: $0, shape: [1], floats: [0]) }, to: url)
        #expect(refusal(self.model(nil).store).contains("are both a without the names of wrappers"))
    }

    @Test func sharedTensorsAreFollowed() throws {
        let model = model(3)
        let (kept, shared) = ("blocks.0.mlp.up.weight", "blocks.1.mlp.up.weight")
        try write(model, metadata: ["format": "pt", shared: kept]) { name, shape, values in
            name == shared ? nil : SafetensorsTensor(name: name, shape: shape, floats: values)
        }
        let back = self.model(nil)
        try ParameterFile.load(back.store, url)
        let pair = [kept, shared].map { name in back.store.parameters.first { $0.name == name }! }
        #expect((0..<pair[0].count).allSatisfy { back.store.pointer(pair[0])[$0] == back.store.pointer(pair[1])[$0] })
        #expect(back.store.pointer(pair[0])[1] != 0)
        try write(model) { name, shape, values in
            name == shared ? nil : SafetensorsTensor(name: name, shape: shape, floats: values)
        }
        #expect(refusal(self.model(nil).store).contains("has no tensor \(shared)"))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func weightsAreFinite(_ bad: Float) throws {
        let model = model(3)
        let odd = try #require(model.store.parameters.first { $0.name.hasSuffix("bias") }).name
        for form in 0..<3 {
            try write(model) { tensor, shape, values in
                var values = values
                if tensor == odd { values[values.count - 1] = bad }
                switch form {
                case 0: return SafetensorsTensor(name: tensor, shape: shape, floats: values)
                case 1: return SafetensorsTensor(name: tensor, shape: shape, bf16: values)
                default:
                    let halves = values.map { Float16($0).bitPattern }
                    return SafetensorsTensor(
                        name: tensor, dtype: .f16, shape: shape, bytes: halves.withUnsafeBytes { [UInt8]($0) })
                }
            }
            let text = refusal(self.model(nil).store)
            #expect(text.contains("\(odd) has weights that are not finite") && text.contains(url.path), "\(form)")
        }
    }

    @Test func shapesAreComparedBeforeMemoryIsTaken() throws {
        try write(model(3))
        var huge = CheckpointTests.tiny().configuration.transformer
        (huge.depth, huge.width, huge.heads) = (128, 4096, 16)
        let model = DiT(huge, seed: nil, allocated: false)
        #expect(model.store.count > 20_000_000_000 && !model.store.isAllocated)
        #expect(refusal(model.store).contains("has the shape"))
        #expect(!model.store.isAllocated)
    }

    @Test func aConfigurationThatAsksForTooMuchIsRefused() throws {
        let good = CheckpointTests.tiny()
        func refused(_ change: (inout CheckpointConfiguration) -> Void) -> String {
            var configuration = good.configuration
            change(&configuration)
            do { try configuration.validate("config.json", good.actionSpace) } catch { return "\(error)" }
            return ""
        }
        #expect(refused { _ in } == "")
        #expect(
            refused {
                ($0.width, $0.height) = (4096, 4096)
                ($0.transformer.contextFrames, $0.transformer.width, $0.transformer.depth) = (1024, 4096, 128)
                $0.transformer.heads = 16
            }.contains("16 GB of context"))
        #expect(
            refused {
                ($0.width, $0.height, $0.transformer.contextFrames) = (4096, 4096, 1)
                $0.compressor.width = 2048
            }.contains("16 GB"))
        #expect(refused { $0.framesPerSecond = 0 }.contains("framesPerSecond"))
        #expect(refused { $0.name = String(repeating: "n", count: 300) }.contains("'name'"))
    }

    @Test func aFolderHidesNoShippedCheckpoint() throws {
        let shipped = try #require(Checkpoint.folder(named: "nano"))
        #expect(shipped.path.contains("Checkpoints") && Checkpoint.folder(named: "./nano")?.path != shipped.path)
        #expect(Checkpoint.folder(named: "no-such-checkpoint") == nil)
        #expect(Checkpoint.folder(named: folder.url.path) != nil)
    }
}
