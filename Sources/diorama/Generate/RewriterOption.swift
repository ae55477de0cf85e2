import ArgumentParser
import Foundation
import ReferenceWorld
import Text

/// Who writes prompts out: the rules of captions, or a server.
struct RewriterOption: ParsableArguments {
    @Option(help: "The address of a server that speaks OpenAI's chat protocol, instead of Diorama's own rules.")
    var rewriter: String?
    @Option(help: "The model that the server is asked for.") var rewriterModel = "default"

    func validate() throws {
        if rewriter != nil { _ = try RewriterServer(rewriter ?? "") }
    }

    func rewritten(_ prompt: String, seed: UInt64) async throws -> String {
        if let rewriter {
            return try await RewriterServer(rewriter, model: rewriterModel).rewrite(prompt, seed: seed)
        }
        return PromptRewriter(
            settings: ReferenceWorld.settings, daylights: ReferenceWorld.daylights,
            things: ["tree", "blue box", "yellow ball", "brown dog", "person in red", "lit lamp", "burger"]
        ).rewrite(prompt, seed: seed)
    }
}
