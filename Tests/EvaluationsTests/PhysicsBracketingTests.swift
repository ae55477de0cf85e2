import Foundation
import Scenarios
import Testing
import Worlds

@testable import Evaluations

/// Metrics of single families on scenarios that ask for them: the truth has 0.95 or more, the cheats that they name fail.
struct PhysicsBracketingTests {
    static let metrics: [any Metric] = [
        SpontaneityMetric(), EpipolarMetric(), GravityMetric(), BounceMetric(), DelayMetric(), TrajectoryMetric(),
    ]

    @Test(arguments: [
        ("support_removed", ["delay"]), ("bounce_3", ["gravity", "bounce", "trajectory"]),
        ("throw_arc", ["gravity", "trajectory"]), ("strafe_parallax", ["epipolar", "spontaneity"]),
        ("push_ball", ["trajectory", "spontaneity"]),
    ])
    func bracket(_ name: String, _ expected: [String]) throws {
        let scenario = try ScenarioLibrary.shipped(Metrics.measures).scenario(name)
        let draw = try #require(scenario.draws(suiteSeed: 0).first)
        let truth = try CaseTruth(try scenario.staged(draw, width: 64, height: 48).run)
        let isShown = ProcessInfo.processInfo.environment["SHOW_BRACKETS"] != nil
        let oracle = try Measured.all(Evidence(truth: truth), metrics: Self.metrics)
        for id in expected { #expect(oracle.contains { $0.metric.id == id }, "\(name) says nothing of \(id)") }
        for m in oracle {
            #expect(m.gated >= 0.95, "\(name) \(m.metric.id)")
            if isShown { print(name, m.metric.id, m.measurement.details.sorted { $0.key < $1.key }) }
        }
        for cheat in Cheat.all {
            let named = Self.metrics.filter { expected.contains($0.id) && $0.catches.contains(cheat.name) }
            if named.isEmpty && !isShown { continue }
            let evidence = try Evidence(WorldCandidate(cheat), truth, noise: 1)
            if evidence.frames == Evidence(truth: truth).frames { continue }
            for m in try Measured.all(evidence, metrics: isShown ? Self.metrics : named) {
                if isShown { print(name, cheat.name, m.metric.id, m.gated, m.measurement.details) }
                guard named.contains(where: { $0.id == m.metric.id }) else { continue }
                #expect(m.gated < 0.5, "\(cheat.name) earns \(m.gated) on \(m.metric.id) of \(name)")
            }
        }
    }
}
