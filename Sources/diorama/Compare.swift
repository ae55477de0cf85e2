import ArgumentParser
import Evaluations
import Foundation
import Tensors

/// `diorama compare`: which of two evaluated checkpoints is better, and where.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which of two evaluated checkpoints is better, and write a report of how they differ.",
        discussion: """
            A and B are folders that `diorama evaluate` wrote, or checkpoints (or reference, cheat:NAME), which are then \
            run on a suite first, into runs/evaluations; the same one twice runs under other noise. Their runs \
            are paired by scenario, draw and noise; all \
            differences are B minus A. The verdict is one of five words: better or worse, if the difference reaches the \
            resolution floor (what these runs could see in four of five repetitions), its 95% interval excludes 0 and \
            p < 0.05; tie, if it is below a floor that is fine enough; too small, if no outcome of so few runs could \
            be any of these; else inconclusive.

            Examples:
              diorama compare nano small --suite smoke
              diorama compare small small         how far noise alone moves the scores
              diorama compare runs/before runs/after --json --no-report
              diorama compare runs/before runs/after --require not-worse

            The last fails a build that lost something.

            The report is one HTML file that needs no network: open it in any browser.
            """)

    enum Requirement: String, ExpressibleByArgument, CaseIterable {
        case better
        case notWorse = "not-worse"
    }

    @Argument(help: "Folder of an evaluation, or a checkpoint: the one to hold against.") var a: String
    @Argument(help: "Folder of an evaluation, or a checkpoint: the one in question.") var b: String
    @Option(help: "The suite that checkpoints are run on: smoke (default), standard, full, or a suite file.")
    var suite: String?
    @Option(help: "Scenarios that run at once (default: one a processor); results do not depend on it.")
    var jobs: Int?
    @Option(
        help:
            "Arithmetic that checkpoints are run in: f32, bf16, int8, or auto (default), the fastest here that keeps the quality."
    )
    var precision: PrecisionChoice?
    @OptionGroup var place: DeviceOption
    @Flag(help: "One JSON object instead of text.") var json = false
    @Option(help: "Where the report goes (default: report.html).") var report: String?
    @Flag(help: "Write no report.") var noReport = false
    @Flag(help: "Compare what both hold although their suites, sizes or cases differ.") var common = false
    @Option(help: "Chooses the report's random filmstrips (default: 0).") var seed: UInt64?
    @Option(help: "Exit with 1 unless the overall verdict is this: better, or not-worse (anything but worse).")
    var require: Requirement?

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
        if !noReport { try OutputPlace.checkFile(report, "--report") }
        try place.choose()
        let named = [a, b].filter { !NamedRun.isFolder($0) }
        var run = NamedRun(suite: suite ?? "smoke", jobs: jobs, precision: precision ?? .auto)
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
