import Foundation
import Tensors
import Testing

@testable import Evaluations

struct ResultTextTests {
    /// The examples of FIPS 180-4, and a million letters in pieces.
    @Test func sha256() {
        #expect(SHA256.of("abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256.of("".utf8) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: 97, count: 1000)) }
        #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func requirements() throws {
        let half = Estimate(score: 0.5, low: 0.4, high: 0.6, n: 3)
        let summary = EvaluationSummary(
            candidate: "a", suite: "b", headline: half, modules: ["geometry": half], families: ["rotate": half])
        #expect(try ScoreRequirement("headline>=0.5").isMet(by: summary))
        #expect(try !ScoreRequirement("geometry >= 0.51").isMet(by: summary))
        #expect(try ScoreRequirement("rotate<=0.5").isMet(by: summary))
        #expect(try !ScoreRequirement("causality>=0").isMet(by: summary))
        #expect(throws: (any Error).self) { try ScoreRequirement("headline=0.5") }
        #expect(throws: (any Error).self) { try ScoreRequirement("headline>=half") }
        #expect(throws: (any Error).self) { try ScoreRequirement(">=0.5") }
    }

    @Test func unknownWorldsAreNamed() {
        #expect(throws: (any Error).self) { try Candidates.world("cheat:nonsense") }
        #expect(throws: (any Error).self) { try Candidates.world("video:/nowhere/at/all") }
        for cheat in Cheat.all { #expect(throws: Never.self) { try Candidates.world("cheat:" + cheat.name) } }
    }
}
