import Evaluations
import Staging
import Testing
import Worlds

/// The same on the scenarios of the smoke suite: what every score of it rests on.
struct SuiteBracketingTests {
    @Test func smoke() throws {
        let library = try ScenarioLibrary.shipped()
        let truths = try library.suite("smoke").cases(in: library, width: 64, height: 48).map { try CaseTruth($0) }
        #expect(!truths.isEmpty)
        for truth in truths {
            let oracle = try Measured.all(Evidence(truth: truth))
            #expect(oracle.contains { $0.metric.column == nil }, "\(truth.scenario.scenario) measures nothing")
            for m in oracle { #expect(m.gated >= 0.95, "\(truth.scenario.scenario) \(m.metric.id) \(m.gates)") }
        }
        for cheat in Cheat.all {
            var earned: [String: [Double]] = [:]
            for truth in truths {
                let evidence = try Evidence(WorldCandidate(cheat), truth, noise: 1)
                // Where nothing is used, for one, what undoes uses is the true world.
                if evidence.frames == Evidence(truth: truth).frames { continue }
                for m in try Measured.all(evidence) where m.metric.column == nil {
                    let isFloor = cheat.setsFloor && !m.metric.excuses.contains(cheat.name)
                    if m.metric.catches.contains(cheat.name) || isFloor {
                        earned[m.metric.id, default: []].append(m.gated)
                    }
                }
            }
            for (metric, values) in earned {
                let mean = values.reduce(0, +) / Double(values.count)
                #expect(mean < (cheat.setsFloor ? 0.34 : 0.5), "\(cheat.name) earns \(values) on \(metric)")
            }
        }
    }
}
