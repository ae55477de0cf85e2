import Foundation
import Media
import Scenarios
import Worlds

/// What is said of one scenario and its cases.
extension ScenarioReport {
    func describe(_ scenario: Scenario) throws {
        let held = scenario.heldOut ? ", held out of training" : ""
        print("\(scenario.id) (\(scenario.module), \(scenario.family)\(held)): \(scenario.about)")
        for parameter in scenario.parameters {
            func list(_ values: [PropertyValue]) -> String { values.map(\.text).joined(separator: ", ") }
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

    func describe(_ staged: StagedCase) throws {
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
}
