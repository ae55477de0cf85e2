import Worlds

@testable import Evaluations

/// Asks one judge, whatever the noise.
struct JudgeCandidate: Candidate {
    let name = "judge"
    let judge: any SurpriseJudge
    func surpriseJudge(noise: UInt64) -> (any SurpriseJudge)? { judge }
    func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) -> [Frame] { [] }
}

/// Gives every ending the value of a rule on its pictures alone, and on the first picture of the clip.
struct RuleJudge: SurpriseJudge {
    let stride = 2
    let rule: @Sendable (_ frames: [Frame], _ begin: Frame) -> Double

    func surprise(at endings: [[Frame]], after start: SurpriseStart) -> [SurpriseReading] {
        endings.map { SurpriseReading([Double](repeating: rule($0, start.frames[0]), count: $0.count / stride)) }
    }
}

/// Knows both worlds of every quadruplet: surprised by pictures that are those of the other one, and by nothing else.
struct OracleJudge: SurpriseJudge {
    let stride = 2
    let quadruplets: [SurpriseQuadruplet]

    func surprise(at endings: [[Frame]], after start: SurpriseStart) -> [SurpriseReading] {
        let known = quadruplets.first { $0.worlds.contains { isOf(start, $0) } }
        let worlds = known?.worlds ?? []
        let own = worlds.firstIndex { isOf(start, $0) } ?? 0
        return endings.map { ending in
            let (lawful, other) = (known?.ending(worlds[own]) ?? [], known?.ending(worlds[1 - own]) ?? [])
            let values = (0..<ending.count / stride).map { i -> Double in
                ending == other && ending[i * stride + 1] != lawful[i * stride + 1] ? 1 : 0
            }
            return SurpriseReading(values)
        }
    }

    private func isOf(_ start: SurpriseStart, _ world: SurpriseQuadruplet.World) -> Bool {
        let (a, b) = (start.scenario, world.scenario)
        return a.scenario == b.scenario && a.draw == b.draw && a.parameters == b.parameters
            && start.branch == world.branch
    }
}

/// Breaks off.
struct BrokenJudge: SurpriseJudge {
    struct Broken: Error {}
    let stride = 2
    func surprise(at endings: [[Frame]], after start: SurpriseStart) throws -> [SurpriseReading] { throw Broken() }
}
