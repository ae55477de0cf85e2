import Foundation
import Testing

@testable import Text

struct RewriterTests {
    private let rewriter = PromptRewriter(
        settings: ["a walled garden", "a room"], daylights: ["at dusk", "by day"], things: ["tree", "red ball"])

    @Test func everyWordStaysAndTheSeedFillsInTheRest() {
        for prompt in ["a red ball", "a dog walks in a meadow at dusk", "the door opens, then the lamp lights up", ""] {
            for seed in UInt64(0)..<20 {
                let caption = rewriter.rewrite(prompt, seed: seed)
                #expect(caption == rewriter.rewrite(prompt, seed: seed))
                #expect(prompt.isEmpty || caption.contains(prompt), "\(caption)")
                #expect(caption.count > prompt.count && caption.hasSuffix("."), "\(caption)")
            }
            #expect(Set((0..<20).map { rewriter.rewrite(prompt, seed: $0) }).count > 3)
        }
    }

    @Test func whatIsNamedIsNotNamedAgain() {
        for seed in UInt64(0)..<20 {
            let caption = rewriter.rewrite("a dog in the garden at dusk. the camera turns left", seed: seed)
            #expect(!caption.contains("by day") && !caption.contains("a room"), "\(caption)")
            #expect(caption.components(separatedBy: "camera").count == 2, "\(caption)")
        }
    }

    @Test func aServerIsAsked() async throws {
        let server = try ChatServer(
            answer: #"{"choices":[{"message":{"role":"assistant","content":" A red ball at dusk. "}}]}"#)
        let caption = try await RewriterServer("http://127.0.0.1:\(server.port)/v1").rewrite("a red ball", seed: 1)
        #expect(caption == "A red ball at dusk.")
        let request = server.request
        #expect(
            request.hasPrefix("POST /v1/chat/completions ") && request.contains("\"content\":\"a red ball\""),
            "\(request)")
    }

    @Test(arguments: ["{}", "not json", #"{"choices":[{"message":{"role":"a","content":""}}]}"#])
    func aBadAnswerIsRefused(_ answer: String) async throws {
        let server = try ChatServer(answer: answer)
        await #expect(throws: (any Error).self) {
            try await RewriterServer("http://127.0.0.1:\(server.port)").rewrite("a", seed: 1)
        }
    }

    @Test func noServerIsOneSentence() async throws {
        await #expect(throws: (any Error).self) { try await RewriterServer("http://127.0.0.1:9").rewrite("a", seed: 1) }
        for text in ["", "localhost", "ftp://x", "http://"] {
            #expect(throws: (any Error).self, "\(text)") { try RewriterServer(text) }
        }
    }
}
