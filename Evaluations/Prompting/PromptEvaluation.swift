import Scenarios
import Worlds

/// One case of prompting under every noise seed, between its floor and its ceiling.
///
/// 0 is what another prompt's video has, the best of some cheats or of the candidate itself with another clip given; 1 is the truth
/// through the candidate's codec.
struct PromptEvaluation: Sendable {
    static let module = "prompting"
    static let metric = "prompting"

    private static let refusalCode = "prompts: "

    let candidate: any Candidate
    let seeds: [Int]
    let size: (width: Int, height: Int)

    /// Why none of the records is a measurement, where the candidate is of a kind that generates nothing.
    static func refusal(_ records: [ResultRecord]) -> String? {
        records.refusal(of: metric, code: refusalCode)
    }

    func run(_ group: [ScenarioCase], frames folder: RunFolder?) throws -> (
        records: [ResultRecord], strips: [FrameStrip]
    ) {
        var (records, strips): ([ResultRecord], [FrameStrip]) = ([], [])
        let truths = try group.enumerated().map { try CaseTruth($1, size: size, member: $0) }
        for (member, scenario) in group.enumerated() {
            let truth = truths[member]
            // What is edited is the pair's other scene.
            let prompt = try PromptTruth(truth, source: group.count > 1 ? truths[1 - member] : nil)
            let judge = try PromptJudge(prompt, coder: candidate)
            let bracket = try Self.bracket(judge, coder: candidate)
            for (k, seed) in seeds.enumerated() {
                let begin = ContinuousClock.now
                var record = plain(scenario, seed, bracket)
                if let facts = judge.facts, facts.asked.isEmpty {
                    (record.status, record.reason) = (
                        .notApplicable, "unread: no fact of the prompt is read off the truth through this codec"
                    )
                }
                if let reading = try measure(scenario, seed, judge, bracket, &record), k == 0, let folder {
                    let evidence = Evidence(
                        truth: truth, frames: [scenario.mainBranch: Self.whole(reading.video, truth)])
                    strips += try StripWriter(folder).write(evidence, seed: seed)
                }
                record.ms = Int((ContinuousClock.now - begin) / .milliseconds(1))
                records.append(record)
            }
        }
        return (records, strips)
    }

    /// A loop's end is its beginning again.
    private static func whole(_ video: [Frame], _ truth: CaseTruth) -> [Frame] {
        video + [Frame](repeating: video[0], count: truth.frameCount - video.count)
    }

    /// What the cheats and the truth through the codec of `coder` earn.
    static func bracket(_ judge: PromptJudge, coder: any Candidate) throws -> GroupEvaluation.Bracket {
        let cheats = PromptCheat.allCases.filter { $0.setsFloor && $0.applies(to: judge.truth.task) }
        let floors = try cheats.map { try judge.reading(CheatingPrompts(cheat: $0, truth: judge.truth)).gated }
        let floor = floors.max() ?? 0
        let ceiling = coder.hasCodec ? try judge.reading(CodedPrompts(coder: coder, truth: judge.truth)).gated : 1
        return GroupEvaluation.Bracket(
            floor: floor, truth: 1, ceiling: max(ceiling, floor + GroupEvaluation.leastSpan))
    }

    /// Fills `record`; nil where nothing was made.
    private func measure(
        _ scenario: ScenarioCase, _ seed: Int, _ judge: PromptJudge, _ bracket: GroupEvaluation.Bracket,
        _ record: inout ResultRecord
    ) throws -> PromptReading? {
        guard let maker = candidate.promptMaker(judge.truth, noise: EvaluationPlan.noise(scenario, seed: seed)) else {
            (record.status, record.reason) = (
                .notApplicable, "\(Self.refusalCode)\(candidate.name) makes no videos of prompts"
            )
            return nil
        }
        if !bracket.tells || record.status == .notApplicable { return nil }
        // What cannot be asked for in words is not done: it scores 0 and counts.
        if judge.truth.task.needsWords, !maker.understands(judge.truth.text) {
            record.gates["words"] = false
            (record.status, record.reason) = (.gateFail, "words: \(candidate.name) understands no word of the prompt")
            return nil
        }
        let reading = try judge.reading(maker)
        record.raw = reading.value
        record.details.merge(reading.details) { $1 }
        (record.perFrame, record.firstFrame) = (reading.perFrame, judge.truth.made.first ?? 0)
        for gate in reading.gates { record.gates[gate.gate] = gate.passed }
        if let failure = reading.gates.first(where: { !$0.passed }) {
            (record.status, record.reason) = (.gateFail, "\(failure.gate): \(failure.reason)")
        } else {
            // The candidate's own video of another clip is a floor too, for whoever answers everything alike.
            var own = bracket
            let others = ["other_prompt", "no_prompt"].compactMap { reading.details[$0] }.max() ?? 0
            own.floor = max(own.floor, min(GroupEvaluation.leastSpan, others))
            own.ceiling = max(own.ceiling, own.floor + GroupEvaluation.leastSpan)
            (record.floor, record.ceil) = (own.floor, own.ceiling)
            record.score = own.score(reading.value)
        }
        return reading.video.count == judge.truth.frames.count ? reading : nil
    }

    private func plain(_ scenario: ScenarioCase, _ seed: Int, _ bracket: GroupEvaluation.Bracket) -> ResultRecord {
        var record = ResultRecord(
            scenario: scenario.scenario, sha: CaseDigest.hash(scenario, size: size), module: scenario.module,
            family: scenario.family, heldOut: scenario.heldOut, split: scenario.split.rawValue, draw: scenario.draw,
            seed: seed, pair: scenario.pair, branch: scenario.mainBranch, tier: Tier.truth.rawValue,
            metric: Self.metric, raw: nil, floor: bracket.floor, ceil: bracket.ceiling, score: 0)
        if !bracket.tells {
            record.status = .notApplicable
            record.reason = String(
                format: "unbracketed: the truth earns %.2f and the best cheat %.2f", bracket.truth, bracket.floor)
        }
        return record
    }
}
