import ArgumentParser
import Evaluations
import Foundation
import Tensors

/// `diorama compare`: which of two evaluated checkpoints is better, and where.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which of two evaluated checkpoints is better, and write a report of how they differ.",
        discussion: """
            A and B are folders that an evaluation wrote. Their runs are paired by scenario, draw and noise; all \
            differences are B minus A. The verdict is one of four words: better or worse, if the difference reaches the \
            resolution floor (what these runs could see in four of five repetitions), its 95% interval excludes 0 and \
            p < 0.05; tie, if it is below a floor that is fine enough; else inconclusive.

            Examples:
              diorama compare runs/nano runs/small
              diorama compare runs/before runs/after --json --no-report
              diorama compare runs/before runs/after --require not-worse

            The last fails a build that lost something. One checkpoint under two sets of noise seeds should say tie: \
            try it before you believe a verdict on two.

            The report is one HTML file that needs no network: open it in any browser.
            """)

    enum Requirement: String, ExpressibleByArgument, CaseIterable {
        case better
        case notWorse = "not-worse"
    }

    @Argument(help: "Folder of an evaluation: the one to hold against.") var a: String
    @Argument(help: "Folder of an evaluation: the one in question.") var b: String
    @Flag(help: "One JSON object instead of text.") var json = false
    @Option(help: "Where the report goes.") var report = "report.html"
    @Flag(help: "Write no report.") var noReport = false
    @Flag(help: "Compare what both hold although their suites, sizes or cases differ.") var common = false
    @Option(help: "Chooses the report's random filmstrips.") var seed: UInt64 = 0
    @Option(help: "Exit with 1 unless the overall verdict is this: better, or not-worse (anything but worse).")
    var require: Requirement?

    func run() throws {
        let runs = try [a, b].map { try EvaluationRun(URL(fileURLWithPath: $0)) }
        let comparison = try Comparison(runs[0], runs[1], common: common)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(comparison), as: UTF8.self))
        } else {
            print(comparison.text)
        }
        if !noReport {
            let file = URL(fileURLWithPath: report)
            try Report(runs[0], runs[1], comparison, seed: seed).write(to: file)
            FileHandle.standardError.write(Data("wrote \(report)\n".utf8))
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
            FileHandle.standardError.write(Data("required \(require?.rawValue ?? ""), found \(found)\n".utf8))
            throw ExitCode(1)
        }
    }
}
