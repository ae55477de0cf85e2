import Evaluations
import Foundation
import Testing
import Worlds

@testable import Scenarios

/// Scripts that say what does not happen are refused, with the place and the reason.
@Suite struct RefusalTests {
    static let push = """
        schema: scenario/1
        id: push_ball
        module: causality
        family: contact
        world: {template: plaza, objects: [{id: ball, color: red, at: [0, 0, -0.3]}, {id: slab, at: [1.2, 0, 1.5]}]}
        script:
          - {wait: 0.5}
          - {aim: ball}
          - {mark: cause}
          - {act: push, on: ball, dir: away}
          - {wait: 1}
          - {mark: over}
        events:
          - {push: ball, after: cause}
        branches: {factual: {}, air: {drop: push}}
        """

    private func complaint(_ old: String, _ new: String) throws -> String {
        let text = Self.push.replacingOccurrences(of: old, with: new)
        let scenario = try #require(
            try Scenario.parse(text, file: "a.yaml", ScenarioVocabulary(Metrics.measures)).first)
        do {
            _ = try scenario.staged(scenario.draws(suiteSeed: 0)[0])
            return ""
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        ("template: plaza", "template: plazza", "a.yaml:5:8: in draw 0, the scene cannot be built"),
        ("{push: ball, after: cause}", "{bounce: slab}", "a.yaml:14:5: in draw 0, 'bounce' of 'slab' happens 0 times"),
        ("{push: ball, after: cause}", "{push: ball, before: cause}", "'push' of 'ball' happens 0 times"),
        ("{push: ball, after: cause}", "{hidden: ball, at: cause}", "'ball' is not hidden at 'cause'"),
        ("{push: ball, after: cause}", "{moved: slab}", "'slab' moves 0.0 m"),
        ("{push: ball, after: cause}", "{still: ball}", "does not count as 'still'"),
        ("{push: ball, after: cause}", "{push: ball, branch: air}", "in the branch 'air'."),
        ("act: push, on: ball, dir: away", "act: bite, on: ball, label: push", "'act: bite' on ball has no effect"),
        ("act: push, on: ball, dir: away", "act: push, on: slab", "'act: push' on slab has no effect"),
        ("{wait: 0.5}", "{wait: 0.1}", "within the 9 frames that a candidate is given"),
        ("{wait: 0.5}", "{walk: 12}", "the way is blocked"),
        ("{wait: 0.5}", "{look: 75}", "further up or down"),
        ("{wait: 0.5}", "{turn: 90, rate: 300}", "turns 120 deg/s at most"),
        ("air: {drop: push}", "air: {replace: {push: push_air}}", "needs a moment when the crosshair meets nothing"),
        ("air: {drop: push}", "air: {shift: {push: 3}}", "moves 'push' to frame"),
    ])
    func whatDoesNotHappenIsTold(_ old: String, _ new: String, _ message: String) throws {
        let complaint = try complaint(old, new)
        #expect(complaint.contains(message), "\(complaint)")
    }

    @Test func theScriptItselfIsRight() throws {
        #expect(try complaint("", "") == "")
    }

    @Test func missingActionsAreTold() throws {
        let scenario = try #require(try Scenario.parse(Self.push, ScenarioVocabulary(Metrics.measures)).first)
        let run = try scenario.staged(scenario.draws(suiteSeed: 0)[0]).run
        #expect(try run.translated(to: .standard, of: "x").branches == run.branches)
        var space = ActionSpace.standard
        space.channels.removeAll { $0.name == "use" }
        #expect(throws: (any Error).self) { try run.translated(to: space, of: "walker") }
        do { _ = try run.translated(to: space, of: "walker") } catch {
            #expect("\(error)".contains("needs the action 'use', which walker does not have"))
        }
        // Channels are matched by what they do, and degrees are kept.
        space = .standard
        space.channels.swapAt(0, 6)
        space.channels[0].effect = .turn(degrees: 12)
        space.channels[0].name = "yaw"
        let other = try run.translated(to: space, of: "x")
        for (a, b) in zip(run.branches["factual"]!, other.branches["factual"]!) {
            #expect(abs(a[.turn] - 2 * b.values[0]) < 1e-6 && a[.forward] == b.values[6] && a[.use] == b[.use])
        }
    }
}
