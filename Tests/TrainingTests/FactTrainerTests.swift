import Foundation
import Tensors
import Testing
import Text
import WorldModel
import Worlds

@testable import Training

/// The captioner's truth and its training.
struct FactTrainerTests {
    @Test func truthHoldsWhatIsInSight() throws {
        let clips = try FactEpisodes(count: 4, frames: FactEpisodes.clip, firstSeed: 100, ways: [nil]).clips()
        #expect(clips.count == 4)
        for clip in clips {
            #expect(clip.frames.count == FactEpisodes.clip)
            #expect(clip.sure.isSubset(of: clip.tolerated))
            #expect(clip.sure.contains { $0.subject == .place } && clip.sure.contains { $0.subject == .time })
        }
        // What is said right of what surely holds scores 1, and nothing scores 0.
        var (right, nothing) = (FactScore(), FactScore())
        for clip in clips {
            right.add(clip.sure, clip)
            nothing.add([], clip)
        }
        #expect(right.precision(.place) == 1 && right.recall(.place) == 1)
        #expect(nothing.precision(.place) == nil && nothing.recall(.place) == 0)
        #expect(right.table.contains("place"))
    }

    @Test func learnsItsExamples() throws {
        let examples = try FactEpisodes(count: 2, frames: 17, firstSeed: 100, ways: [nil]).examples(each: 2)
        #expect(examples.count >= 4)
        let trainer = FactTrainer(
            FactProbe(seed: 1), on: examples, schedule: Schedule(peak: 2e-3, steps: 24), batch: 4, seed: 1)
        let first = trainer.step()
        var last: Float = 0
        for _ in 1..<24 { last = trainer.step() }
        #expect(last < first / 2, "\(first) to \(last)")
        let made = FactProbe(seed: nil)
        trainer.finish(into: made)
        let output = made(examples.prefix(1).map { ($0.before, $0.now) }, Context(made.store))
        #expect((0..<output.count).allSatisfy { output.f32[$0].isFinite })
    }
}
