import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import WorldModel

/// A pupil kept as signs and scales of its difference from the transformer that taught it.
struct PupilTests {
    private func model(_ seed: UInt64?) -> DiT {
        var c = DiTConfiguration()
        (c.width, c.depth, c.heads, c.latentChannels) = (48, 1, 1, 4)
        return DiT(c, seed: seed, zeroInitialized: false)
    }

    /// A pupil whose weights lie a little beside its teacher's.
    private func pair() -> (teacher: DiT, pupil: DiT) {
        let (teacher, pupil, other) = (model(1), model(1), model(2))
        for i in 0..<teacher.store.count { pupil.store.values[i] += 0.05 * other.store.values[i] }
        return (teacher, pupil)
    }

    private func distance(_ a: ParameterStore, _ b: ParameterStore) -> Double {
        (0..<a.count).reduce(0) { $0 + Double((a.values[$1] - b.values[$1]) * (a.values[$1] - b.values[$1])) }
    }

    @Test func signsKeepMostOfWhatAPupilLearned() {
        let (teacher, pupil) = pair()
        let kept = Pupil(pupil, of: teacher, steps: 2).transformer
        // Of normal differences signs and a mean keep 2 / pi of the power.
        let lost = distance(kept.store, pupil.store) / distance(teacher.store, pupil.store)
        let expected: Double = 1 - 2 / Double.pi
        #expect(abs(lost - expected) < 0.03)
    }

    @Test func theFileGivesTheSamePupil() throws {
        let folder = try TemporaryFolder()
        let (teacher, trained) = pair()
        let pupil = Pupil(trained, of: teacher, steps: 2)
        let url = folder.file("pupil.safetensors")
        try pupil.write(to: url)
        let back = try Pupil(contentsOf: url, of: teacher, steps: 2)
        // Scales are rounded to bf16.
        let moved = distance(teacher.store, pupil.transformer.store)
        #expect(distance(back.transformer.store, pupil.transformer.store) < 1e-4 * moved)
        #expect(try Data(contentsOf: url).count < teacher.store.count / 2)
    }

    @Test func anotherModelsFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let (teacher, trained) = pair()
        let url = folder.file("pupil.safetensors")
        try Pupil(trained, of: teacher, steps: 2).write(to: url)
        var c = teacher.configuration
        c.width = 32
        let other = DiT(c, seed: nil)
        let error = #expect(throws: FileError.self) { try Pupil(contentsOf: url, of: other, steps: 2) }
        #expect(error?.description.contains("instead of") == true)
    }

    @Test func fewStepsAreThePupils() throws {
        let plain = CheckpointTests.tiny()
        var c = plain.configuration.transformer
        c.contextFrames = 3
        let pupil = DiT(c, seed: 9, zeroInitialized: false)
        let taught = plain.replacing(pupil: Pupil(pupil, of: plain.transformer, steps: 2))
        func world(_ checkpoint: Checkpoint, _ steps: Int) throws -> LearnedWorld {
            var world = LearnedWorld(checkpoint: checkpoint)
            world.denoisingSteps = steps
            _ = try world.reset(Start(seed: 4, history: [(frame: Frame(width: 48, height: 32), action: .none())]))
            return world
        }
        func frames(_ world: inout LearnedWorld) throws -> [Frame] {
            try (0..<4).map { _ in try world.step(.none()).frame }
        }
        var (few, fewPlain) = (try world(taught, 2), try world(plain, 2))
        #expect(try frames(&few) != frames(&fewPlain))
        var (many, manyPlain) = (try world(taught, 3), try world(plain, 3))
        #expect(try frames(&many) == frames(&manyPlain))
        // In mid-stream the other transformer goes on from the same past, and back again.
        many.denoisingSteps = 2
        manyPlain.denoisingSteps = 2
        #expect(try frames(&many) != frames(&manyPlain))
        var fork = many
        (many.denoisingSteps, fork.denoisingSteps) = (3, 3)
        #expect(try frames(&many) == frames(&fork))
    }
}
