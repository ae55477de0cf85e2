import ArgumentParser

@main
struct Diorama: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diorama", abstract: "A world simulator sandbox.",
        discussion: """
            A model makes up the next frames of a small world while you hold the keys. First steps:

              diorama play                         walk about in a learned world
              diorama play --checkpoint reference  or in the simulator behind it
              diorama evaluate --quick             how near the truth its frames are
              diorama help train                   how to train one of your own
            """,
        subcommands: [
            Play.self, Evaluate.self, Compare.self, ReportCommand.self, Train.self, Benchmark.self, Record.self,
            Inspect.self, Pack.self,
        ])
}
