import ArgumentParser
import Evaluations
import Foundation
import WorldModel
import Worlds

struct EvaluateBracket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bracket",
        abstract: "Try the metrics themselves: the truth has to pass everywhere, and every cheat has to fail.",
        discussion: """
            Exits with 1 if the truth scores below 0.95 anywhere, a cheat passes what is there to catch it, or a \
            scenario counts in no module.
            """)

    @Option(help: "The suite: smoke, standard, full, prompts, or a suite file.") var suite = "standard"
    @Option(help: "Size of the pictures, WIDTHxHEIGHT.") var size = "64x48"
    @Option(help: "Cases that are tried at once (default: one a processor).") var jobs: Int?
    @Option(help: "Only part i of n: i/n.") var shard: String?
    @Flag(help: "One JSON object.") var json = false

    func validate() throws {
        guard (1...64).contains(jobs ?? 1) else { throw ValidationError("--jobs must be 1 to 64") }
    }

    func run() throws {
        Interrupt.catchSignals()
        let plan = try SuitePlan(suite: suite, size: size, shard: shard).plan(for: WorldCandidate.reference)
        var bracketing = Bracketing(plan)
        if let jobs { bracketing.jobs = jobs }
        bracketing.isCancelled = { Interrupt.requested }
        let bar = ProgressBar(total: bracketing.groups.count, label: "bracketing")
        let report = try bracketing.run { bar.update($0, $1) }
        bar.finish()
        guard let report else { throw Stopped("Stopped before all cases were tried; the same command begins anew.") }
        if json {
            print(try JSONText.text(report))
        } else {
            print(report.text)
        }
        if !report.passes { throw ExitCode.failure }
    }
}
