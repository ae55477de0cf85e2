import Foundation
import Tensors
import TestSupport
import Testing
import Training

/// Steps of the optimizer, and its state on disk.
struct OptimizerTests {
    private static func store(seed: UInt64) -> ParameterStore {
        let store = ParameterStore()
        _ = store.declare("blocks.0.mlp.up.weight", [8, 4], deviation: 1)
        _ = store.declare("blocks.0.mlp.up.bias", [8], deviation: 0)
        _ = store.declare("input.weight", [3, 5], deviation: 1)
        store.allocate(seed: seed)
        return store
    }

    private static func values(_ store: ParameterStore) -> [Float] {
        Array(UnsafeBufferPointer(start: store.values, count: store.count))
    }

    /// Gradients of the steps `range`, each of its own.
    private static func train(_ optimizer: Optimizer, _ range: Range<Int>) {
        let context = Context(optimizer.store, precision: .f32, recording: true)
        for step in range {
            var random = PhiloxGenerator(seed: 1, stream: UInt64(step))
            for i in 0..<optimizer.store.count { optimizer.store.gradients![i] = random.normal() }
            optimizer.update(rate: 0.01, context)
        }
    }

    @Test(arguments: [nil, 4 as Float?]) func itGoesOnToTheBit(muonRatio: Float?) throws {
        let folder = try TemporaryFolder()
        let whole = Optimizer(Self.store(seed: 1), muonRatio: muonRatio)
        Self.train(whole, 0..<9)
        let first = Optimizer(Self.store(seed: 1), muonRatio: muonRatio)
        Self.train(first, 0..<4)
        try first.save(to: folder.file("state.safetensors"), extra: ["seed": "7"])
        // Whatever it was before.
        let second = Optimizer(Self.store(seed: 2), muonRatio: muonRatio)
        Self.train(second, 0..<2)
        let notes = try second.load(from: folder.file("state.safetensors"))
        #expect(notes["seed"] == "7" && second.step == 4)
        Self.train(second, 4..<9)
        #expect(second.step == 9 && Self.values(second.store) == Self.values(whole.store))
        #expect(second.average == whole.average)
        #expect(
            Self.values(whole.store) != Self.values(Self.store(seed: 1)) && whole.average != Self.values(whole.store))
    }

    @Test func aStateOfAnotherModelIsRefused() throws {
        let folder = try TemporaryFolder()
        let other = ParameterStore()
        _ = other.declare("w", [2], deviation: 1)
        other.allocate(seed: 1)
        try Optimizer(other).save(to: folder.file("state.safetensors"))
        let optimizer = Optimizer(Self.store(seed: 1))
        let before = Self.values(optimizer.store)
        #expect(throws: FileError.self) { try optimizer.load(from: folder.file("state.safetensors")) }
        #expect(Self.values(optimizer.store) == before && optimizer.step == 0)
    }

    /// A step whose gradient is not finite changes nothing.
    @Test func aStepThatIsNotFiniteIsLeftOut() {
        let optimizer = Optimizer(Self.store(seed: 1))
        let context = Context(optimizer.store, precision: .f32, recording: true)
        let before = Self.values(optimizer.store)
        optimizer.store.gradients![2] = .nan
        let norm = optimizer.update(rate: 0.01, context)
        #expect(!norm.isFinite && Self.values(optimizer.store) == before)
        Self.train(optimizer, 0..<1)
        #expect(Self.values(optimizer.store) != before && Self.values(optimizer.store).allSatisfy(\.isFinite))
    }
}
