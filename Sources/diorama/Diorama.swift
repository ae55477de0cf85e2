import ArgumentParser

@main
struct Diorama: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diorama", abstract: "A world simulator sandbox.",
        subcommands: [
            Play.self, Evaluate.self, Compare.self, ReportCommand.self, Train.self, Benchmark.self, Record.self,
            Inspect.self,
        ])
}
