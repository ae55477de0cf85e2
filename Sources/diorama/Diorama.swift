import ArgumentParser

@main
struct Diorama: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diorama", abstract: "A world simulator sandbox.",
        discussion: """
            A model makes up the next frames of a small world while you hold the keys. First steps:

              diorama play                                 walk about in the shipped checkpoint
              diorama play --checkpoint reference          the same in the simulator that it learned from
              diorama evaluate --quick                     how far its frames are from the truth
              diorama train compressor --run runs/mine     train one of your own, then: train transformer
              diorama help play                            all that a command can do
            """,
        subcommands: [
            Play.self, Evaluate.self, Compare.self, ReportCommand.self, Train.self, Benchmark.self, Record.self,
            Inspect.self,
        ])
}
