import Evaluations
import Foundation
import Tensors
import Testing
import Worlds

@testable import Scenarios

/// Scenario scripts: what is read, what is refused and where.
@Suite struct ScenarioTests {
    static let push = """
        schema: scenario/1
        id: push_ball
        module: causality
        family: contact
        about: A ball on a table is pushed.
        world: {template: table, clutter: $n, objects: [{id: ball, mass: $m, at: [0.2, 0, $z]}, {id: cube}]}
        params:
          m: {id: [1, 2], ood: [8], unit: kg}
          n: {id: [0, 3], ood: [6], unit: things}
          z: {pair: [0, 0.4], unit: m}
        script:
          - {wait: 1.2 s}
          - {mark: cause}
          - {act: push, on: ball, dir: left}
          - {turn: 30, look: -10, rate: 60}
          - {mark: after}
        events:
          - {push: ball, after: cause}
        branches: {factual: {}, no_push: {drop: push}, air: {replace: {push: push_air}}, late: {shift: {push: 0.4}}}
        gates: [view, {occluded: ball, at: after, iou: 0.5}]
        expect:
          - {effect: [factual, no_push], cos: 0.6, leak_le: 0.1}
          - {choose: ball, at: after, among: [true, absent]}
        """

    private let vocabulary = ScenarioVocabulary(Metrics.measures)

    private func changed(_ old: String, _ new: String) -> String {
        Self.push.replacingOccurrences(of: old, with: new)
    }

    private func complaint(_ text: String) -> String {
        do {
            _ = try Scenario.parse(text, file: "a.yaml", vocabulary)
            return ""
        } catch { return "\(error)" }
    }

    @Test func aScriptIsRead() throws {
        let scenario = try #require(try Scenario.parse(Self.push, vocabulary).first)
        #expect(scenario.id == "push_ball" && scenario.module == "causality" && scenario.mainBranch == "factual")
        #expect(scenario.script.count == 5 && scenario.branches.map(\.name) == ["factual", "no_push", "air", "late"])
        #expect(scenario.gates[1].subjects == ["ball"] && scenario.gates[1].arguments["iou"] == .number(0.5))
        #expect(scenario.expectations[1].among == ["true", "absent"])
        let scene = scenario.scene(["m": .number(2), "n": .number(3), "z": .number(0.4)])
        #expect(scene.template == "table" && scene.clutter == 3)
        #expect(scene.objects[0].properties["mass"] == .number(2))
        #expect(scene.objects[0].properties["at"] == .numbers([0.2, 0, 0.4]))
        #expect(
            try Scenario.parse(Self.push + "\n---\n" + changed("id: push_ball", "id: other"), vocabulary).count == 2)
    }

    @Test(arguments: [
        ("family: contact", "famly: contact", "a.yaml:4:1: unknown key in a scenario 'famly'; did you mean 'family'?"),
        ("contact", "contcat", "a.yaml:4:9: unknown family 'contcat'; did you mean 'contact'?"),
        ("wait: 1.2 s", "wait: 1.2 m", "a.yaml:12:12: 'wait' is in s, not in m."),
        ("wait: 1.2 s", "wait: soon", "a.yaml:12:12: 'wait' must be a number, not soon."),
        ("act: push", "act: psuh", "a.yaml:14:11: unknown verb 'psuh'; did you mean 'push'?"),
        ("on: ball", "on: bal", "a.yaml:14:21: unknown object 'bal'; did you mean 'ball'?"),
        ("turn: 30", "turn: $angle", "a.yaml:15:12: unknown parameter 'angle'"),
        ("at: after, iou", "at: aftr, iou", "a.yaml:20:36: unknown mark 'aftr'; did you mean 'after'?"),
        ("drop: push}", "drop: pus}", "a.yaml:19:41: unknown label 'pus'; did you mean 'push'?"),
        ("[factual, no_push]", "[factual, nopush]", "a.yaml:22:24: unknown branch 'nopush'; did you mean 'no_push'?"),
        ("ood: [8]", "ood: [2]", "a.yaml:8:6: the parameter 'm' has 2 both in and out of distribution."),
        ("id: [1, 2], ", "", "a.yaml:8:6: the parameter 'm' needs either 'id' or 'pair', a list of values."),
        ("turn: 30, ", "turn: 30, turn: 40, ", "the key 'turn' is given twice."),
        ("rate: 60", "rate: 0", "a.yaml:15:33: 'rate' is 0, which is outside 1 to 360 deg/s."),
        ("schema: scenario/1", "schema: scenario/2", "a.yaml:1:9: the schema must be scenario/1, not 'scenario/2'."),
    ])
    func mistakesAreToldWithTheirPlace(_ old: String, _ new: String, _ message: String) {
        let complaint = complaint(changed(old, new))
        #expect(complaint.contains(message), "\(complaint)")
    }

    @Test func brokenAndHostileTextsAreRefused() {
        #expect(complaint("").contains("holds no scenario"))
        #expect(complaint("{a: [1, 2").contains("a.yaml:2:1: this is not YAML"))
        #expect(complaint(String(repeating: "[", count: 100_000)).contains("not YAML"))
        #expect(complaint(String(repeating: "#", count: 1 << 20) + "##").contains("above 1 MB"))
        #expect(
            complaint(changed("  - {wait: 1.2 s}", "").replacingOccurrences(of: "script:", with: "script: []\nx:"))
                != "")
        #expect(complaint(Self.push + "\n---\n" + Self.push).contains("used twice; line 1 has it too"))
    }

    @Test func everyWordIsOfTheRoomThatOwnsIt() {
        #expect(vocabulary.verbs.values.joined().allSatisfy(vocabulary.events.contains))
        #expect(Set(Gates.all.map(\.name)) == Set(vocabulary.measures.gates.keys))
        for metric in Metrics.all {
            #expect(metric.terms.allSatisfy { vocabulary.measures.expectations[$0] != nil }, "\(metric.id)")
        }
    }

    @Test func drawsFollowTheirSplits() throws {
        let scenario = try #require(try Scenario.parse(Self.push, vocabulary).first)
        let draws = scenario.draws(suiteSeed: 0)
        #expect(draws == scenario.draws(suiteSeed: 0))
        #expect(draws.map(\.seed) != scenario.draws(suiteSeed: 1).map(\.seed))
        #expect(draws.count == 16 && Set(draws.map(\.number)).count == 8)
        for draw in draws {
            #expect((Start.firstHeldOutSeed..<2 * Start.firstHeldOutSeed).contains(draw.seed))
            let (m, n) = (draw.parameters["m"]!, draw.parameters["n"]!)
            let outside = m == .number(8) || n == .number(6)
            let reserved = m == .number(2) && n == .number(3)
            #expect(outside == (draw.split == .ood) && reserved == (draw.split == .comb), "\(draw)")
        }
        // Members of a pair differ in its parameter alone.
        for (_, members) in Dictionary(grouping: draws, by: \.pair) {
            #expect(members.count == 2 && Set(members.map(\.seed)).count == 1)
            #expect(Set(members.map { $0.parameters["z"]! }).count == 2)
            #expect(Set(members.map { $0.parameters.filter { $0.key != "z" } }).count == 1)
        }
        // Fewer draws are the first of the full ones.
        let fewer = scenario.draws(suiteSeed: 0, counts: .init(id: 1, ood: 1, comb: 0))
        #expect(fewer.allSatisfy(draws.contains) && Set(fewer.map(\.number)) == [0, 4])
    }
}
