import Evaluations
import Foundation
import Scenarios
import Worlds

/// What people write in YAML: scenarios, suites, settings of trainings.
extension FuzzReader {
    static func scripts(_ folder: URL) throws -> [FuzzReader] {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        func text(_ name: String) throws -> Data { try Data(contentsOf: library.folder.appendingPathComponent(name)) }
        let known = library.scenarios.map(\.id)
        let file = folder.appendingPathComponent("script.yaml")
        let scenarios = ["contact/push_ball", "rotate/turn_90_back", "containment/drawer", "mechanisms/button_door"]
        let suite =
            "schema: suite/1\nid: own\nabout: Two.\nscenarios: [push_ball, turn_90_back]\ndraws: {id: 1, ood: 1}\nseed: 3\n"
        return [
            FuzzReader("scenario", .yaml, share: 2, seeds: try scenarios.map { try text("\($0).yaml") }) { input in
                try input.write(to: file)
                for scenario in try Scenario.load(file, library.vocabulary) { try check(scenario) }
            },
            FuzzReader("suite", .yaml, share: 4, seeds: [try text("smoke.yaml"), Data(suite.utf8)]) { input in
                try input.write(to: file)
                let suite = try Suite.load(file, known: known, library.vocabulary)
                try Nonsense.unless(!suite.scenarios.isEmpty, "a suite of nothing")
                try Nonsense.unless((1...64).contains(suite.noiseSeeds), "\(suite.noiseSeeds) noise seeds")
                try Nonsense.unless((1...64).contains(suite.contextFrames), "\(suite.contextFrames) frames of context")
                try Nonsense.unless(try !suite.draws(in: library).isEmpty, "a suite without draws")
            },
            settings(file),
        ]
    }

    /// A scenario that is accepted can be staged, or is refused in words.
    private static func check(_ scenario: Scenario) throws {
        let draws = scenario.draws(suiteSeed: 0)
        guard let draw = draws.first else { return }
        let staged: StagedCase
        do { staged = try scenario.staged(draw, width: 32, height: 32) } catch {
            // In the same words as any other refusal.
            throw error
        }
        try Nonsense.unless(staged.frameCount > staged.run.contextFrames, "\(staged.frameCount) frames")
        for actions in staged.run.branches.values {
            try Nonsense.unless(
                actions.allSatisfy { $0.values.allSatisfy { (-1...1).contains($0) } }, "an action out of its range")
        }
        try Nonsense.unless(
            staged.run.marks.values.allSatisfy { $0 >= 0 && $0 < staged.frameCount }, "a mark outside the case")
    }

    private static func settings(_ file: URL) -> FuzzReader {
        let text = "name: mine\nwidth: 128\nepisodes: 600\ncompressorRate: 0.002\nscatters: true # as it was\n"
        let keys = ["name", "width", "episodes", "compressorRate", "scatters"]
        return FuzzReader("settings", .yaml, share: 4, seeds: [Data(text.utf8)]) { input in
            try input.write(to: file)
            let settings = try SettingsFile(file, keys: keys)
            _ = try settings.text("name")
            _ = try settings.flag("scatters")
            let episodes = try settings.integer("episodes", in: 1...1000)
            try Nonsense.unless((1...1000).contains(episodes ?? 1), "\(episodes ?? 0) episodes")
            let rate = try settings.number("compressorRate", in: 0...1)
            try Nonsense.unless((0...1).contains(rate ?? 0), "a rate of \(rate ?? 0)")
        }
    }
}
