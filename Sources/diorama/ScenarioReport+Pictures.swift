import Foundation
import Media
import ReferenceWorld
import Scenarios
import Worlds

/// Pictures of a scenario as the reference world plays it.
extension ScenarioReport {
    /// What the reference world shows.
    func frames(_ run: ScenarioCase, _ branch: String) throws -> [Frame] {
        var world = ReferenceWorld(truth: false)
        var frames = [try world.reset(run.start).frame]
        for action in run.branches[branch] ?? [] { frames.append(try world.step(action).frame) }
        return frames
    }

    /// A row for every different branch of every case; the columns are the main branch's marks and moments between.
    func write(_ cases: [StagedCase], to url: URL) throws {
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
