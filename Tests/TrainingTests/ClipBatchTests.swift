import Diffusion
import Tensors
import Testing

@testable import Training

/// What clips of a training step hold.
struct ClipBatchTests {
    private static let context = Context(ParameterStore(), precision: .f32)

    /// Latents and actions say which episode and frame they are of.
    private static func tables(frames: [Int]) -> ClipTables {
        var set = LatentSet(shape: [1, 1, 2], actionSize: 2)
        set.episodes = frames.enumerated().map { number, count in
            let places = (0..<count).flatMap { [Float(number), Float($0)] }
            return .init(latents: places, actions: places, frames: count)
        }
        return ClipTables(set, room: 0, context)
    }

    private static func batch(
        _ tables: ClipTables, seed: UInt64, _ change: (inout TransformerTrainer.Options) -> Void = { _ in }
    ) -> ClipBatch {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames) = (16, 5)
        change(&options)
        var random = PhiloxGenerator(seed: seed)
        return ClipBatch(tables, options, DiTConfiguration(), &random, context)
    }

    @Test func clipsAreFramesInARowWithTheirActions() {
        let tables = Self.tables(frames: [5, 9, 40])
        var begun: Set<[Float]> = []
        for seed in 0..<20 {
            let batch = Self.batch(tables, seed: UInt64(seed))
            let clean = batch.clean.array
            #expect(clean.count == 16 * 5 * 2 && batch.actions == clean, "seed \(seed)")
            for clip in 0..<16 {
                let places = (0..<5).map { Array(clean[(clip * 5 + $0) * 2..<(clip * 5 + $0) * 2 + 2]) }
                for (a, b) in zip(places, places.dropFirst()) { #expect(b == [a[0], a[1] + 1], "seed \(seed)") }
                begun.insert(places[0])
            }
        }
        // Every place at which a clip can begin, the last one too.
        #expect(begun.contains([0, 0]) && begun.contains([1, 4]) && begun.contains([2, 35]))
        #expect(begun.allSatisfy { $0[1] <= [0, 4, 35][Int($0[0])] })
    }

    @Test func historyIsNearlyCleanAndHasNoLoss() {
        let tables = Self.tables(frames: [12, 12])
        let streaming = Self.batch(tables, seed: 1) { $0.streamShare = 1 }
        for clip in 0..<16 {
            let frames = clip * 5..<(clip + 1) * 5
            let history = frames.filter { streaming.weights[$0] == 0 }
            // It begins with the clip, has no gaps, and leaves something to learn.
            #expect((1...4).contains(history.count) && history.last == frames.lowerBound + history.count - 1)
            #expect(history.allSatisfy { (0.01...0.1).contains(streaming.levels[$0]) })
        }
        let free = Self.batch(tables, seed: 1) { $0.streamShare = 0 }
        #expect(free.weights.allSatisfy { $0 == 1 } && free.levels.allSatisfy { (0...1).contains($0) })
        #expect(Set(free.levels).count == free.levels.count)
        let scattered = Self.batch(tables, seed: 1) { ($0.streamShare, $0.scatters) = (1, true) }
        #expect(scattered.weights.filter { $0 == 0 }.count > streaming.weights.filter { $0 == 0 }.count)
    }

    @Test func levelsOfASamplerAreWhereItsStepsBegin() {
        let tables = Self.tables(frames: [12])
        var batch = Self.batch(tables, seed: 3) { $0.streamShare = 0.5 }
        let before = batch.levels
        var random = PhiloxGenerator(seed: 4)
        batch.draw(steps: 4, &random)
        for frame in before.indices {
            if batch.weights[frame] == 0 {
                #expect(batch.levels[frame] == before[frame])
            } else {
                #expect([1, 0.75, 0.5, 0.25].contains(batch.levels[frame]))
            }
        }
        #expect(Set(batch.levels).isSuperset(of: [1, 0.75, 0.5, 0.25]))
    }

    @Test func theSameSeedGivesTheSameClips() {
        let tables = Self.tables(frames: [12, 30])
        let (a, b, c) = (Self.batch(tables, seed: 5), Self.batch(tables, seed: 5), Self.batch(tables, seed: 6))
        #expect(a.clean.array == b.clean.array && a.levels == b.levels && a.weights == b.weights)
        #expect(a.clean.array != c.clean.array)
    }
}
