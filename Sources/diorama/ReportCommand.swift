import ArgumentParser
import Evaluations
import Foundation

/// `diorama report`: the page of one evaluation.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draw one evaluation as an offline HTML page.",
        discussion: """
            The page of `diorama compare` without a second candidate: scores with intervals, bars between cheats and \
            ceilings, curves, gate failures, the worst, the best and some random filmstrips, and how to repeat it.

            Example:
              diorama report runs/small --out small.html
            """)

    @Argument(help: "Folder of an evaluation.") var folder: String
    @Option(help: "Where the page goes.") var out = "report.html"
    @Option(help: "Chooses the random filmstrips.") var seed: UInt64 = 0

    func run() throws {
        try OutputTarget.checkFile(out, "--out")
        try Report(EvaluationRun(URL(fileURLWithPath: folder)), seed: seed).write(to: URL(fileURLWithPath: out))
        print("wrote \(out)")
    }
}
