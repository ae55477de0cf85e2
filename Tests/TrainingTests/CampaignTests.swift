import Foundation
import Tensors
import TestSupport
import Testing
import WorldModel
import Worlds

@testable import Training

/// Campaigns: plans, and from nothing to a checkpoint in one go.
struct CampaignTests {
    private static func plan(_ stages: String, settings: String = "{ name: tiny }") throws -> CampaignPlan {
        try CampaignPlan("settings: \(settings)\nstages:\n\(stages)", file: "plan.yaml")
    }

    @Test func sharesAreWeightsOfWhatIsLeft() throws {
        let plan = try Self.plan(
            """
              - { train: compressor, share: 3 }
              - { train: depth, share: 1 }
              - { train: transformer, share: 4, settings: { name: other, clips: 2 } }
            """)
        #expect(plan.stages.map(\.part) == [.compressor, .depth, .transformer])
        #expect(plan.seconds(of: 0, left: 80) == 30 && plan.seconds(of: 1, left: 50) == 10)
        #expect(plan.seconds(of: 2, left: 7) == 7)
        let settings = try plan.stages.map { try TrainConfiguration($0.settings) }
        #expect(settings.map(\.name) == ["tiny", "tiny", "other"] && settings.map(\.clips) == [8, 8, 2])
    }

    @Test(arguments: [
        ("", "has no stages"), ("  - { train: compressor }", "share of the time"),
        ("  - { train: compressor, share: 0 }", "must be a number above 0"),
        ("  - { train: transformer, share: 1 }", "first stage must be compressor"),
        ("  - { train: probes, share: 1 }", "unknown stage"),
        ("  - { train: compressor, share: 1 }\n  - { train: compressor, share: 1 }", "twice"),
        ("  - { train: compressor, share: 1, settings: { clips: 0 } }", "clips must be"),
        ("  - { train: compressor, share: 1, settings: { klips: 1 } }", "klips"),
    ]) func badPlansAreRefused(stages: String, words: String) throws {
        let error = #expect(throws: FileError.self) { try Self.plan(stages) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("plan.yaml") == true)
    }

    @Test func stepsFollowFromTheTime() {
        let budget = TimeBudget(seconds: 100) { _, _ in }
        // Too few to tell, then a tenth of a second each; 4% are left for saving.
        #expect(budget.planned(done: 2, since: 0, seconds: 50) == nil)
        #expect((1300...1400).contains(budget.planned(done: 400, since: 0, seconds: 40) ?? 0))
        let late = TimeBudget(seconds: 1e-9) { _, _ in }
        #expect(late.planned(done: 3, since: 0, seconds: 3) == 3)
    }

    private static let stages = """
          - { train: compressor, share: 1 }
          - { train: decoder, share: 1 }
          - { train: depth, share: 1 }
          - { train: transformer, share: 1 }
          - { train: distill, share: 1 }
        """
    private static let settings = """
        { name: tiny, width: 32, height: 32, episodes: 1, frames: 17, stagedEpisodes: 1, compressorWidth: 16,
          compressorBatch: 2, latentChannels: 8, depthBatch: 2, transformerWidth: 32, transformerDepth: 1,
          transformerHeads: 2, clips: 2, clipFrames: 4, validationSteps: 1000 }
        """

    @Test func fromNothingToACheckpointAndNotTwice() throws {
        let folder = try TemporaryFolder()
        let plan = try Self.plan(Self.stages, settings: Self.settings)
        final class Stages { var all: [String] = [] }
        let said = Stages()
        func campaign(stoppedAt number: Int?) -> Campaign {
            Campaign(plan, in: folder.file("run").path, seconds: 2) { part, directory in
                if let number, part == plan.stages[number].part { throw Stopped("here") }
                return TrainingRun(part, in: directory)
            } say: {
                said.all.append($0)
            }
        }
        #expect(throws: Stopped.self) { _ = try campaign(stoppedAt: 3).run() }
        #expect(said.all.count == 4)
        said.all = []
        let words = try campaign(stoppedAt: nil).run()
        // The first three were done.
        #expect(said.all.count == 2 && words.count == 5)
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.file("run/stages").path).sorted()
        #expect(kept == ["1-compressor", "2-decoder", "3-depth", "4-transformer", "5-distill"])
        let checkpoint = try Checkpoint(contentsOf: folder.file("run/checkpoint"))
        #expect(checkpoint.configuration.renoises == true && checkpoint.depth != nil)
        said.all = []
        #expect(try campaign(stoppedAt: nil).run() == words && said.all.isEmpty)
        let other = try Self.plan("  - { train: compressor, share: 1 }\n  - { train: depth, share: 1 }")
        let refused = Campaign(other, in: folder.file("run").path, seconds: 2) {
            TrainingRun($0, in: $1)
        } say: { _ in
        }
        #expect(throws: FileError.self) { _ = try refused.run() }
    }

    @Test func aDamagedLogIsRefused() throws {
        let folder = try TemporaryFolder()
        for text in ["{", #"{"seconds":-1,"stages":[]}"#, #"{"seconds":1e300,"stages":[]}"#] {
            try Data(text.utf8).write(to: folder.file(CampaignLog.name))
            let error = #expect(throws: FileError.self) { _ = try CampaignLog.read(in: folder.url) }
            #expect(error?.description.contains("campaign.json") == true)
        }
    }
}
