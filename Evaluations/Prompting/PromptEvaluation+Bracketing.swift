import Worlds

extension PromptEvaluation {
    /// What the truth and the cheats earn on a case, behind the gates.
    static func bracketed(_ truth: CaseTruth, source: CaseTruth?) throws -> BracketedCase {
        let prompt = try PromptTruth(truth, source: source)
        let judge = try PromptJudge(prompt, coder: WorldCandidate.reference)
        var made = BracketedCase(
            scenario: truth.scenario.scenario, draw: truth.scenario.draw,
            truth: [metric: try judge.reading(TruePrompts(truth: prompt)).gated])
        for cheat in PromptCheat.allCases where cheat.applies(to: prompt.task) {
            made.cheats[cheat.rawValue] = [
                metric: try judge.reading(CheatingPrompts(cheat: cheat, truth: prompt)).gated
            ]
        }
        return made
    }
}
