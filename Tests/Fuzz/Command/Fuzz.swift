import ArgumentParser
import Foundation
import FuzzReaders

/// `fuzz`: reads mutated files of every kind, in processes of its own that may crash, hang or run out of memory.
@main struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Read mutated files of every kind; exits with 1 where a reader fails.")

    @Option(help: "Inputs for all readers together.") var inputs = 1_000_000
    @Option(help: "Which inputs: the same seed makes the same ones.") var seed: UInt64 = 1
    @Option(help: "Only these readers, by name, with commas.") var readers: String?
    @Option(help: "A folder of inputs that are begun from too: READER/FILE.") var corpus: String?
    @Option(help: "Where inputs that a reader fails on are kept: READER-KIND-NUMBER.") var keep: String?
    @Option(help: "Processes at once.") var jobs = 2
    @Flag(help: "List the readers.") var list = false
    @OptionGroup(visibility: .hidden) var work: WorkOptions

    static func main() { main(nil) }

    func run() throws {
        if let reader = work.worker { return try FuzzWorker(reader, seed: seed, corpus: corpus, options: work).run() }
        let folder = try ScratchFolder()
        let all = try FuzzReader.all(in: folder.url)
        if list { return print(all.map(\.name).joined(separator: "\n")) }
        let wanted = readers?.split(separator: ",").map(String.init)
        if let stranger = wanted?.first(where: { name in !all.contains { $0.name == name } }) {
            throw ValidationError("There is no reader '\(stranger)'; --list shows them.")
        }
        let chosen = all.filter { wanted?.contains($0.name) ?? true }
        let campaign = FuzzCampaign(
            readers: chosen, inputs: inputs, seed: seed, corpus: corpus, keep: keep.map { URL(fileURLWithPath: $0) },
            jobs: max(1, jobs))
        let tallies = try campaign.run()
        print(FuzzTally.table(zip(chosen.map(\.name), tallies).map { ($0, $1) }))
        if tallies.contains(where: { $0.failures > 0 }) { throw ExitCode.failure }
    }
}
