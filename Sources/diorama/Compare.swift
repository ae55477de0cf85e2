import ArgumentParser
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
}
