import Scenarios
import Testing
import Worlds

@testable import Evaluations

/// Detail is held against what the candidate's codec leaves of the truth, without letting a codec excuse blur.
struct DetailGateTests {
    /// A codec that takes most of the finest detail, as one of 8 x 8 pixel cells does.
    private struct SoftCodec: Candidate {
        let name = "soft"
        var radius = 1
        var hasCodec: Bool { true }
        func coded(_ frames: [Frame]) throws -> [Frame] { frames.map { $0.blurred(radius) } }
        func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] { [] }
    }

    private func passes(_ made: (Frame) -> Frame, behind codec: SoftCodec?) throws -> Bool {
        let truth = try CaseTruth(HandMadeCases.turn())
        let given = truth.main.prefix(truth.firstMade).map(\.frame)
        let frames = given + truth.main.dropFirst(truth.firstMade).map { made($0.frame) }
        let evidence = Evidence(
            truth: truth, frames: [truth.scenario.mainBranch: frames],
            codedTruth: try codec.map { try Evidence(codedBy: $0, truth).main })
        return try #require(DetailGate().check(evidence, ScenarioTerm(name: "detail"))).passed
    }

    @Test func codedTruthPassesOnlyBehindItsCodec() throws {
        #expect(try passes({ $0.blurred(1) }, behind: SoftCodec()))
        #expect(try !passes({ $0.blurred(1) }, behind: nil))
        #expect(try passes({ $0 }, behind: nil))
    }

    @Test func blurFailsBehindAnyCodec() throws {
        #expect(try !passes({ $0.blurred(4) }, behind: SoftCodec()))
        #expect(try !passes({ $0.blurred(4) }, behind: SoftCodec(radius: 4)))
    }
}
