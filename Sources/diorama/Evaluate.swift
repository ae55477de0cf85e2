import ArgumentParser

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure whether a world holds together: run a suite of scenarios and score what comes of them.",
        usage: """
            diorama evaluate [<options>]
            diorama evaluate <subcommand>
            """,
        discussion: """
            The reference world runs every scenario first; the candidate goes on from its first frames, free-running. \
            Scores lie between a floor (the best of seven cheating worlds) at 0 and a ceiling (the truth through the \
            candidate's own encoder and decoder) at 1; what fails a gate scores 0. The headline is the geometric mean of \
            geometry, permanence and causality.

            Whose score is it? Behind a checkpoint's name, +none lets it play without memory, +memory keeps memory's \
            pixels wherever there are any, and +oracle keeps a cell of 8 x 8 pixels where memory lies within 30 of 255 of the \
            truth (+oracle:12 within 12): the ceiling of what judging memory can reach.

            Examples:
              diorama evaluate --suite smoke --checkpoint nano --out runs/nano
              diorama evaluate --suite smoke --world reference
              diorama evaluate --suite smoke --world cheat:frozen --json
              diorama evaluate --suite standard --checkpoint small --require "headline>=0.2"
              diorama evaluate --suite full --checkpoint small --shard 1/4 --out runs/part1
              diorama evaluate merge runs/part1 runs/part2 runs/part3 runs/part4 --out runs/small
              diorama evaluate verify runs/small/manifest.json
              diorama evaluate bracket --suite standard
              diorama evaluate --suite standard --checkpoint small+oracle
              diorama evaluate --quick --checkpoint small
              diorama evaluate --suite prompts --checkpoint small    videos from words, pictures and videos

            Give the same --out again to go on after an interruption.

            OPTIONS OF AN EVALUATION:
            \(EvaluateRun.optionsText)
            """,
        subcommands: [EvaluateRun.self, EvaluateMerge.self, EvaluateVerify.self, EvaluateBracket.self],
        defaultSubcommand: EvaluateRun.self)
}
