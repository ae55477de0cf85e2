import ArgumentParser
import Evaluations
import Foundation
import Tensors
import Worlds

extension Compare {
    func validate() throws {
        guard (1...64).contains(jobs ?? 1) else { throw ValidationError("--jobs must be 1 to 64.") }
        if noReport {
            try Conflict.refuse(
                [("--report", report != nil), ("--seed", seed != nil)], beside: "--no-report", "they are the report's")
        }
        if NamedRun.isFolder(a), NamedRun.isFolder(b) {
            try Conflict.refuse(
                [
                    ("--suite", suite != nil), ("--jobs", jobs != nil), ("--precision", precision != nil),
                    ("--device", place.device != .cpu),
                ], of: "two evaluations that are there already")
        }
    }

    func run() throws {
        Interrupt.catchSignals()
        let report = report ?? "report.html"
        if !noReport { try OutputTarget.checkFile(report, "--report") }
        let device = try place.chosen()
        let named = [a, b].filter { !NamedRun.isFolder($0) }
        var run = NamedRun(suite: suite ?? "smoke", jobs: jobs, precision: precision ?? .auto, device: device)
        let first = try run.run(a)
        run.noise = named == [a, a] ? 1 : 0
        let runs = [first, try run.run(b)]
        // Checkpoints run at their own sizes; what that means for the comparison is noted in it.
        let comparison = try Comparison(runs[0], runs[1], common: common || named.count == 2)
        if json {
            print(try JSONText.text(comparison))
        } else {
            print(comparison.text)
        }
        if !noReport {
            let file = URL(fileURLWithPath: report)
            try Report(runs[0], runs[1], comparison, seed: seed ?? 0).write(to: file)
            StandardError.write("wrote \(report)\n")
        }
        let verdict = comparison.overall?.verdict
        let met =
            switch require {
            case nil: true
            case .better: verdict == .better
            case .notWorse: verdict != nil && verdict != .worse
            }
        if !met {
            let found = verdict?.rawValue ?? "no verdict, since they share no module"
            StandardError.write("required \(require?.rawValue ?? ""), found \(found)\n")
            throw ExitCode(1)
        }
    }
}
