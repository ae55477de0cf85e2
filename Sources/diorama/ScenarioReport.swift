import ArgumentParser
import Evaluations
import Foundation
import ReferenceWorld
import Staging
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

    private func describe(_ suite: Suite, _ library: ScenarioLibrary) throws {
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

    private func describe(_ scenario: Scenario) throws {
        let held = scenario.heldOut ? ", held out of training" : ""
        print("\(scenario.id) (\(scenario.module), \(scenario.family)\(held)): \(scenario.about)")
        for parameter in scenario.parameters {
            func list(_ values: [ScenarioValue]) -> String { values.map(\.text).joined(separator: ", ") }
            var parts: [String] = []
            if !parameter.id.isEmpty { parts.append("in distribution \(list(parameter.id))") }
            if !parameter.pair.isEmpty { parts.append("counterbalanced \(list(parameter.pair))") }
            if !parameter.ood.isEmpty { parts.append("out of distribution \(list(parameter.ood))") }
            print("  \(parameter.name)\(parameter.unit.map { " in \($0)" } ?? ""): \(parts.joined(separator: "; "))")
        }
        let cases = try ScenarioChoice.draws(of: scenario, number: draw).map { try scenario.staged($0) }
        for staged in cases { try describe(staged) }
        if let filmstrip { try write(cases, to: URL(fileURLWithPath: filmstrip)) }
        if let mp4, let staged = cases.first {
            let frames = try self.frames(staged.run, staged.run.mainBranch)
            try VideoWriter.write(frames, to: URL(fileURLWithPath: mp4), scale: scale)
            print("  wrote \(mp4)")
        }
    }

    private func describe(_ staged: StagedCase) throws {
        let run = staged.run
        let words = run.parameters.words
        print(
            "Draw \(run.draw) (\(run.split.rawValue)), seed \(run.seed)\(words.isEmpty ? "" : ": \(words)"). "
                + "\(staged.frameCount) frames, of which a candidate is given \(run.contextFrames).")
        let marks = run.marks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        print("  marks: \(marks.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
        for branch in run.branches.keys.sorted() {
            let presses = (run.branches[branch] ?? []).indices.filter { i in
                run.branches[branch]![i][.use] > 0 && (i == 0 || run.branches[branch]![i - 1][.use] == 0)
            }
            let events = (staged.events[branch] ?? []).map {
                "\($0.kind) of \(staged.name($0.object)) at \($0.frame)"
            }
            print(
                "  \(branch): "
                    + (presses.isEmpty
                        ? "nothing is used" : "use at \(presses.map { String($0 + 1) }.joined(separator: ", "))")
                    + (events.isEmpty ? "" : "; \(events.prefix(16).joined(separator: ", "))"))
        }
    }

    /// What the reference world shows.
    private func frames(_ run: ScenarioCase, _ branch: String) throws -> [Frame] {
        var world = ReferenceWorld(truth: false)
        var frames = [try world.reset(run.start).frame]
        for action in run.branches[branch] ?? [] { frames.append(try world.step(action).frame) }
        return frames
    }

    /// A row for every different branch of every case; the columns are the main branch's marks and moments between.
    private func write(_ cases: [StagedCase], to url: URL) throws {
        var rows: [[Frame]] = []
        for staged in cases {
            let run = staged.run
            let last = staged.frameCount - 1
            var shown = Set(run.marks.values.map { min($0, last) }).union([0])
            // Halve the widest gap until the row is full.
            while shown.count < min(10, last) {
                let sorted = shown.sorted()
                let gap = zip(sorted, sorted.dropFirst()).max { $0.1 - $0.0 < $1.1 - $1.0 }!
                shown.insert((gap.0 + gap.1) / 2)
            }
            let columns = shown.sorted()
            var seen: [[Action]] = []
            for (branch, actions) in run.branches.sorted(by: {
                ($0.key != run.mainBranch ? 1 : 0, $0.key) < ($1.key != run.mainBranch ? 1 : 0, $1.key)
            }) {
                if seen.contains(actions) { continue }
                seen.append(actions)
                let frames = try frames(run, branch)
                rows.append(columns.map { frames[$0] })
                print("  row \(rows.count): \(branch), frames \(columns.map(String.init).joined(separator: " "))")
            }
        }
        try Filmstrip.write(rows: rows, scale: scale, to: url)
        print("  wrote \(url.relativePath)")
    }
}
