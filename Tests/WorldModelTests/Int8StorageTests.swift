import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing

@testable import WorldModel

/// Transformers whose files hold a byte a weight.
struct Int8StorageTests {
    private let folder: TemporaryFolder
    private var url: URL { folder.file("transformer.safetensors") }

    init() throws { folder = try TemporaryFolder() }

    private func model(_ seed: UInt64?) -> DiT {
        DiT(CheckpointTests.tiny().configuration.transformer, seed: seed, zeroInitialized: false)
    }

    @Test func everyWeightIsWithinHalfAStep() throws {
        let (model, back) = (model(3), model(nil))
        try ParameterFile.save(model.store, url, .int8)
        try ParameterFile.load(back.store, url)
        for p in model.store.parameters {
            let (old, new) = (model.store.pointer(p), back.store.pointer(p))
            let columns = p.shape.last!
            for row in 0..<p.count / columns {
                let range = row * columns..<(row + 1) * columns
                let top = range.map { abs(old[$0]) }.max()!
                // bf16 keeps eight bits of what is no matrix.
                let bound = p.isMatrix ? top / 127 / 2 * 1.0001 : top / 256
                #expect(range.allSatisfy { abs(old[$0] - new[$0]) <= bound }, "\(p.name) \(row)")
            }
        }
        // What is stored once more stays where it is.
        let file = try SafetensorsFile(url)
        let again = folder.file("again.safetensors")
        try ParameterFile.save(back.store, again, .int8)
        let second = try SafetensorsFile(again)
        #expect(file.names == second.names && file.names.contains("blocks.1.mlp.up.weight.int8"))
        for name in file.names where name.hasSuffix(".int8") {
            #expect(try file.bytes(of: name).elementsEqual(second.bytes(of: name)), "\(name)")
        }
    }

    @Test func aPackedModelComputesNearlyTheSame() throws {
        let nano = try Checkpoint.named("nano").transformer
        let packed = DiT(nano.configuration, seed: nil)
        try ParameterFile.save(nano.store, url, .int8)
        try ParameterFile.load(packed.store, url)
        let c = nano.configuration
        let (grid, frames) = (TokenGrid(rows: 3, columns: 4), 3)
        func velocities(_ model: DiT) -> [Float] {
            let context = Context(model.store, precision: .f32)
            let x = context.noise([frames * grid.count, c.tokenChannels], seed: 5, stream: 0)
            let actions = (0..<frames * c.actionInputs).map { Float($0 % 5) / 5 }
            return model(
                x, levels: [0.1, 0.5, 0.9], actions: actions, grid: grid, clips: 1, frames: frames, mask: .causal,
                context
            ).array
        }
        let (old, new) = (velocities(nano), velocities(packed))
        let wrong = zip(old, new).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let all = old.reduce(Float(0)) { $0 + $1 * $1 }
        let error = (wrong / all).squareRoot()
        #expect(error > 0 && error < 0.02, "\(error)")
        let bytes = try Data(contentsOf: url).count
        #expect(Double(bytes) < 0.55 * 2 * Double(nano.store.count))
    }

    @Test func rowsOfZerosStayZero() throws {
        let (model, back) = (model(3), model(4))
        let p = try #require(model.store.parameters.first { $0.isMatrix })
        model.store.pointer(p).update(repeating: 0, count: p.shape[1])
        try ParameterFile.save(model.store, url, .int8)
        try ParameterFile.load(back.store, url)
        #expect((0..<p.shape[1]).allSatisfy { back.store.pointer(p)[$0] == 0 })
    }

    @Test func whatTrainingWritesIsWholeAgain() throws {
        let checkpoint = CheckpointTests.tiny()
        try checkpoint.write(to: folder.url)
        try ParameterFile.save(checkpoint.transformer.store, url, .int8)
        #expect(ParameterFile.forms(of: try SafetensorsFile(url)).first?.name == "int8 with a scale a row")
        let read = try Checkpoint(contentsOf: folder.url)
        try read.replacing(transformer: model(7)).write(to: folder.url)
        let forms = ParameterFile.forms(of: try SafetensorsFile(url))
        #expect(forms.map(\.name) == ["bf16"])
        #expect(forms.first?.numbers == checkpoint.transformer.store.parameters.reduce(0) { $0 + $1.count })
    }

    @Test func weightsThatAreNotFiniteAreNotStored() throws {
        let model = model(3)
        for bad in [Float.nan, .infinity] {
            let p = try #require(model.store.parameters.first { $0.isMatrix })
            model.store.pointer(p)[5] = bad
            let error = #expect(throws: FileError.self) { try ParameterFile.save(model.store, url, .int8) }
            #expect(error?.description.contains("\(p.name) has weights that are not finite") == true)
        }
        #expect(folder.contents.isEmpty)
    }

    @Test func badFilesGetOneSentence() throws {
        let model = model(3)
        try ParameterFile.save(model.store, url, .int8)
        let (name, bad) = ("blocks.0.mlp.up.weight", folder.file("bad.safetensors"))
        let p = try #require(model.store.parameters.first { $0.name == name })
        let (rows, columns) = (p.shape[0], p.shape[1])
        func scales(_ value: Float) -> SafetensorsTensor {
            var all = [Float](repeating: 0.01, count: rows)
            all[2] = value
            return SafetensorsTensor(name: name + ".scales", shape: [rows], floats: all)
        }
        func whole(_ type: SafetensorsType, _ shape: [Int]) -> SafetensorsTensor {
            let bytes = type.bytes * shape.reduce(1, *)
            return SafetensorsTensor(
                name: name + ".int8", dtype: type, shape: shape, bytes: [UInt8](repeating: 1, count: bytes))
        }
        let file = try SafetensorsFile(url)
        /// The sentence about the file without `removed` and with `added`.
        func refusal(_ removed: [String], _ added: [SafetensorsTensor]) throws -> String {
            let kept = try file.names.filter { !removed.contains($0) }.map { name in
                let (dtype, shape) = file.info(name)!
                return SafetensorsTensor(
                    name: name, dtype: dtype, shape: shape, bytes: [UInt8](try file.bytes(of: name)))
            }
            try SafetensorsWriter.write(kept + added, to: bad)
            let error = #expect(throws: FileError.self) { try ParameterFile.load(self.model(nil).store, bad) }
            let text = error?.description ?? ""
            #expect(text.contains(bad.path) && !text.contains("\n"))
            return text
        }
        let (i8, scale) = (name + ".int8", name + ".scales")
        #expect(try refusal([scale], []).contains("has no tensor \(scale)"))
        #expect(try refusal([i8], []).contains("'\(scale)' does not belong"))
        #expect(try refusal([i8, scale], []).contains("has no tensor \(name)"))
        #expect(try refusal([i8], [whole(.i8, [rows, columns - 1])]).contains("instead of [\(rows), \(columns)]"))
        #expect(try refusal([i8], [whole(.u8, [rows, columns])]).contains("is U8, not I8"))
        #expect(try refusal([scale], [scales(.nan)]).contains("holds nan for row 2"))
        #expect(try refusal([scale], [scales(.infinity)]).contains("holds inf for row 2"))
        #expect(try refusal([scale], [scales(-0.5)]).contains("holds -0.5 for row 2"))
        let short = SafetensorsTensor(name: scale, shape: [1], floats: [1])
        #expect(try refusal([scale], [short]).contains("instead of [\(rows)]"))
        let stranger = SafetensorsTensor(name: "blocks.9.mlp.up.weight.scales", shape: [1], floats: [1])
        #expect(try refusal([], [stranger]).contains("'blocks.9.mlp.up.weight.scales' does not belong"))
        let both = SafetensorsTensor(name: name, shape: p.shape, floats: [Float](repeating: 0, count: p.count))
        #expect(try refusal([], [both]).contains("'\(name)' does not belong"))
    }
}
