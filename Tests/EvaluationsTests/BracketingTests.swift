import Evaluations
import Foundation
import Scenarios
import Testing
import Worlds

/// The truth scores 0.95 or more on every metric, and every cheat fails the metrics that are there to catch it.
struct BracketingTests {
    static let cases = [
        HandMadeCases.turn(), HandMadeCases.away(), HandMadeCases.outAndBack(), HandMadeCases.place(),
    ]

    @Test(arguments: cases) func bracket(_ scenario: ScenarioCase) throws {
        let truth = try CaseTruth(scenario)
        let oracle = try Measured.all(Evidence(truth: truth))
        #expect(!oracle.isEmpty)
        if ProcessInfo.processInfo.environment["SHOW_BRACKETS"] != nil { show("truth", oracle) }
        for measured in oracle {
            #expect(measured.gated >= 0.95, "\(measured.metric.id): \(measured)")
        }
        for cheat in Cheat.all {
            let evidence = try Evidence(WorldCandidate(cheat), truth, noise: 1)
            // Where nobody turns, what mirrors turns is the true world.
            if evidence.frames == Evidence(truth: truth).frames { continue }
            let measured = try Measured.all(evidence)
            if ProcessInfo.processInfo.environment["SHOW_BRACKETS"] != nil { show(cheat.name, measured) }
            #expect(measured.map(\.metric.id) == oracle.map(\.metric.id))
            for m in measured where m.metric.catches.contains(cheat.name) {
                #expect(m.gated < 0.5, "\(cheat.name) earns \(m.gated) on \(m.metric.id)")
            }
        }
    }

    private func show(_ name: String, _ measured: [Measured]) {
        let line = measured.map {
            "\($0.metric.id) \(String(format: "%.2f", $0.measurement.value))\($0.failure.map { "!" + $0.gate } ?? "")"
        }
        print(name.padding(toLength: 18, withPad: " ", startingAt: 0), line.joined(separator: "  "))
        if name == "truth" {
            for m in measured {
                print("   ", m.metric.id, m.measurement.details.sorted { $0.key < $1.key }, m.gates.map(\.reason))
            }
        }
    }
}
