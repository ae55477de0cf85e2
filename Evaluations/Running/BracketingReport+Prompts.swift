import Foundation

/// Cases of prompting, whose cheats are of their own.
extension BracketingReport {
    mutating func addPrompts(_ cases: [BracketedCase]) {
        let metric = PromptEvaluation.metric
        for one in cases {
            let truth = one.truth[metric] ?? 0
            if truth < Self.leastOfTruth {
                flawed.append("\(one.scenario) \(one.draw) \(metric) \(String(format: "%.3f", truth))")
            }
            let floors = PromptCheat.allCases.filter(\.setsFloor).compactMap { one.cheats[$0.rawValue]?[metric] }
            if truth - (floors.max() ?? 0) < GroupEvaluation.leastSpan {
                unbracketed.append("\(one.scenario)/\(metric)")
                silent.append(one.scenario)
            }
        }
        for cheat in PromptCheat.allCases {
            let values = cases.compactMap { $0.cheats[cheat.rawValue]?[metric] }
            if values.isEmpty { continue }
            earned.append(
                Earned(
                    cheat: cheat.rawValue, metric: metric, mean: Moments(values).mean, cases: values.count,
                    most: cheat.setsFloor ? Self.mostOfFloor : Self.mostOfCaught))
        }
    }
}
