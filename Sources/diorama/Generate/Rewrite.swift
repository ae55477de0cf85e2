import ArgumentParser
import Foundation
import ReferenceWorld
import Tensors
import Text

/// `diorama rewrite`: a short prompt as a long caption.
struct Rewrite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a short prompt out to a long caption, as models learned them.",
        discussion: """
            All words of the prompt stay; the seed fills in place, time of day and camera. With --rewriter a server that \
            speaks OpenAI's chat protocol does it, such as http://localhost:11434/v1 ($OPENAI_API_KEY is sent where it is set).

            Examples:
              diorama rewrite "a red ball"
              diorama rewrite "a dog" --seed 7
            """)

    @Argument(help: "The prompt.") var prompt: String
    @Option(help: "What is filled in (default: 0).") var seed: UInt64 = 0
    @OptionGroup var rewriter: RewriterOption

    func run() async throws { print(try await rewriter.rewritten(prompt, seed: seed)) }
}
