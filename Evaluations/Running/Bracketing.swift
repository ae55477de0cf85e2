import Dispatch
import Scenarios
import Synchronization
import Worlds

/// Tries the metrics on a suite: the truth has to score 0.95 or more on every metric of every case, and every cheat has to
/// fail the metrics that it sets the floor of or that are there to catch it. On raw values behind the gates, since
/// normalised ones would be circular.
public struct Bracketing: Sendable {
    public var plan: EvaluationPlan
    public var cheats: [Cheat]
    public var jobs = Machine.threads
    /// Asked between cases whether to stop.
    public var isCancelled: @Sendable () -> Bool = { false }

    /// Those of the plan that a candidate plays.
    public var groups: [[ScenarioCase]] { plan.groups.filter { !$0[0].isOfSurprise } }

    public init(_ plan: EvaluationPlan, cheats: [Cheat] = Cheat.all) { (self.plan, self.cheats) = (plan, cheats) }

    private struct Progress {
        var next = 0
        var done: [Int: [BracketedCase]] = [:]
        var failure: (any Error)?
    }

    /// Nil if cancelled.
    public func run(progress: @escaping @Sendable (_ done: Int, _ note: String) -> Void = { _, _ in }) throws
        -> BracketingReport?
    {
        let groups = groups
        let state = Mutex(Progress())
        DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
            while true {
                let index = state.withLock { state -> Int? in
                    guard state.failure == nil, state.next < groups.count, !isCancelled() else { return nil }
                    state.next += 1
                    return state.next - 1
                }
                guard let index else { return }
                do {
                    let made = try groups[index].enumerated().map { try bracket($1, member: $0) }
                    let done = state.withLock { state in
                        state.done[index] = made
                        return state.done.count
                    }
                    progress(done, groups[index][0].scenario)
                } catch { state.withLock { $0.failure = $0.failure ?? error } }
            }
        }
        let end = state.withLock { $0 }
        if let failure = end.failure { throw failure }
        guard end.done.count == groups.count else { return nil }
        return BracketingReport(end.done.sorted { $0.key < $1.key }.map(\.value), cheats: cheats)
    }

    private func bracket(_ scenario: ScenarioCase, member: Int) throws -> BracketedCase {
        let truth = try CaseTruth(scenario, size: plan.size, member: member)
        if scenario.isOfPrompting {
            // The other member of its pair, where it has one.
            let source = try plan.groups.first { $0.contains { $0.pair != nil && $0.pair == scenario.pair } }.flatMap {
                $0.indices.contains(1 - member) ? try CaseTruth($0[1 - member], size: plan.size) : nil
            }
            return try PromptEvaluation.bracketed(truth, source: source)
        }
        let oracle = try Measured.all(Evidence(truth: truth))
        var made = BracketedCase(
            scenario: scenario.scenario, draw: scenario.draw,
            truth: Self.values(oracle))
        made.unmet = oracle.filter { !ExpectedBound.met($0, in: scenario) }.map(\.metric.id)
        made.bounds = ExpectedBound.all(scenario).compactMap { bound in
            oracle.first { $0.metric.id == bound.metric }.flatMap(bound.value).map {
                BracketedCase.Bound(expected: bound, truth: $0)
            }
        }
        let flawless = Evidence(truth: truth).frames
        for cheat in cheats {
            let evidence = try Evidence(
                WorldCandidate(cheat), truth, noise: EvaluationPlan.noise(scenario, seed: 1 << 20))
            // Where nothing is used, for one, what undoes uses is the true world.
            if evidence.frames == flawless { continue }
            let earned = try Measured.all(evidence)
            made.cheats[cheat.name] = Self.values(earned)
            guard cheat.setsFloor else { continue }
            let asked = earned.filter { $0.metric.column == nil && !$0.metric.excuses.contains(cheat.name) }
            if !asked.isEmpty && asked.allSatisfy({ ExpectedBound.met($0, in: scenario) }) {
                made.lenient.append(cheat.name)
            }
            for k in made.bounds.indices {
                let bound = made.bounds[k].expected
                guard let measured = asked.first(where: { $0.metric.id == bound.metric }), measured.failure == nil
                else { continue }
                if let value = bound.value(measured) { made.bounds[k].cheats.append(value) }
            }
        }
        return made
    }

    private static func values(_ all: [Measured]) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: all.map { ($0.metric.id, $0.gated) })
    }
}
