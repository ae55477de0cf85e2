import Evaluations
import Foundation
import Scenarios
import Tensors
import Worlds

/// What `diorama inspect` says of scenarios and suites.
struct ScenarioReport {
    var draw: Int?
    var scale: Int
    var filmstrip: String?
    var mp4: String?

    /// Whether a shipped scenario or suite has this name.
    static func knows(_ name: String) throws -> Bool {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        return library[name] != nil || library.suites.contains(name)
    }

    /// The scenario or suite of that name, or the scripts of a file.
    func describe(_ name: String) throws {
        if ScenarioLibrary.isPath(name) {
            if try Suite.isSuite(URL(fileURLWithPath: name)) {
                let library = try ScenarioLibrary.shipped(Metrics.measures)
                return try describe(library.suite(name), library)
            }
            for scenario in try Scenario.load(URL(fileURLWithPath: name), ScenarioVocabulary(Metrics.measures)) {
                try describe(scenario)
            }
            return
        }
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        if let scenario = library[name] {
            try describe(scenario)
        } else if library.suites.contains(name) {
            try describe(library.suite(name), library)
        } else {
            let near = NearestWord.to(name, among: library.scenarios.map(\.id) + library.suites)
            let remedy =
                near.map { "did you mean '\($0)'?" }
                ?? "give an episode set, a checkpoint, a .safetensors file or a scenario."
            throw FileError("There is nothing at \(name), and no scenario or suite has that name; \(remedy)")
        }
    }

    func describe(_ suite: Suite, _ library: ScenarioLibrary) throws {
        try Conflict.refuse(
            [("--draw", draw != nil), ("--filmstrip", filmstrip != nil), ("--mp4", mp4 != nil)], of: "a suite")
        let draws = try suite.draws(in: library)
        var lines = ["\(suite.id): \(suite.about) \(suite.scenarios.count) scenarios, \(draws.count) cases."]
        var (frames, broken) = (0, 0)
        let bar = ProgressBar(total: suite.scenarios.count, label: "Staging")
        for (number, id) in suite.scenarios.enumerated() {
            bar.update(number)
            let scenario = try suite.scenario(id, in: library)
            let own = draws.filter { $0.scenario.id == id }
            do {
                let cases = try own.map { try scenario.staged($0.draw, contextFrames: suite.contextFrames) }
                let made = cases.reduce(0) { $0 + $1.run.branches.count * ($1.frameCount - suite.contextFrames) }
                frames += made
                let longest = cases.map(\.frameCount).max() ?? 0
                lines.append(
                    "  \(scenario.family)/\(id): \(cases.count) cases of at most \(longest) frames, "
                        + "\(scenario.branches.count) branches, \(made) frames to make")
            } catch let error as FileError {
                broken += 1
                lines.append("  \(scenario.family)/\(id): \(error)")
            }
        }
        bar.update(suite.scenarios.count)
        bar.finish()
        print(lines.joined(separator: "\n"))
        print("A candidate makes \(frames * suite.noiseSeeds) frames.")
        if broken > 0 { throw FileError("\(broken) of \(suite.scenarios.count) scenarios do not happen.") }
    }
}
