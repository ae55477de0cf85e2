import Diffusion
import Tensors
import Testing
import Worlds

@testable import WorldModel

struct SkipGuidanceTests {
    private let grid = TokenGrid(rows: 3, columns: 4)
    private let context = Context(ParameterStore(), precision: .f32)

    /// One channel a token, after guidance away from `weaker`.
    private func guided(
        _ velocities: [Float], awayFrom weaker: [Float], weight: Float, seen: [Float]? = nil
    ) -> [Float] {
        var c = DiTConfiguration()
        c.latentChannels = 1
        return SkipGuidance(block: 0, weight: weight, remembered: 0.25).guided(
            context.constant(velocities, [12, 1]), awayFrom: context.constant(weaker, [12, 1]), grid: grid, c,
            views: seen.map { context.constant($0, [12, 16]) }, context
        ).array
    }

    @Test func whatAllTokensShareIsNotGuided() {
        let v = (0..<12).map { Float($0) }
        let off = zip(guided(v, awayFrom: v.map { $0 - 3 }, weight: 4), v).map { abs($0 - $1) }
        #expect(off.max()! < 1e-5)
        #expect(guided(v, awayFrom: v.map { $0 * $0 }, weight: 1) == v)
    }

    @Test func whatOneTokenHasIsGuidedAndLessWhereMemoryKnows() {
        var v = [Float](repeating: 0, count: 12)
        v[5] = 9
        let zero = [Float](repeating: 0, count: 12)
        // Token 5 has all of its 3 x 3 neighbours: 9 less the mean of 1, times 2.
        let free = guided(v, awayFrom: zero, weight: 3)
        #expect(free[5] == 9 + 2 * 8)
        #expect(free[6] == -2 && free[11] == 0)
        // Two numbers a latent pixel, of 6 x 8: all seen.
        let seen = [Float](repeating: 1, count: 96)
        #expect(guided(v, awayFrom: zero, weight: 3, seen: seen)[5] == 9 + 0.25 * 2 * 8)
        let unseen = [Float](repeating: 0, count: 96)
        #expect(guided(v, awayFrom: zero, weight: 3, seen: unseen) == free)
    }

    @Test func aGuidedCheckpointStreamsOtherPicturesAndAnImpossibleOneIsRefused() throws {
        var configuration = CheckpointTests.tiny().configuration
        configuration.guidance = SkipGuidance(block: 1, weight: 3, remembered: 1)
        try configuration.validate("config.json", .standard)
        func picture(_ guidance: SkipGuidance?) throws -> Frame {
            var checkpoint = CheckpointTests.tiny()
            // adaLN-Zero begins with closed gates.
            var random = PhiloxGenerator(seed: 9)
            let store = checkpoint.transformer.store
            for i in 0..<store.count { store.values[i] += 0.05 * random.normal() }
            store.changed()
            checkpoint.configuration.guidance = guidance
            var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
            _ = try world.reset(Start(seed: 4, history: [(frame: Frame(width: 48, height: 32), action: .none())]))
            return try world.step(.none()).frame
        }
        #expect(try picture(configuration.guidance) != picture(nil))
        for bad in [
            SkipGuidance(block: 2, weight: 3, remembered: 1), SkipGuidance(block: 0, weight: -1, remembered: 1),
            SkipGuidance(block: 0, weight: 3, remembered: 1.5),
        ] {
            configuration.guidance = bad
            #expect(throws: WorldError.self) { try configuration.validate("config.json", .standard) }
        }
    }
}
