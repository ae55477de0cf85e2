import ArgumentParser
import Evaluations
import Foundation

struct EvaluateMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join the shards of one evaluation into one folder.")

    @Argument(help: "The folders of all shards.") var parts: [String]
    @Option(help: "Where the whole goes.") var out: String
    @Flag(help: "One JSON object.") var json = false

    func run() throws {
        let folder = RunFolder(URL(fileURLWithPath: out))
        let summary = try RunMerge.merge(parts.map { URL(fileURLWithPath: $0) }, into: folder)
        print(try summary.text(json: json))
    }
}
