import Evaluations
import Testing
import Worlds

@testable import Scenarios

/// Every script of the smoke suite is played in the reference world, and what it speaks of happens there.
@Suite struct SmokeTests {
    static let ids = [
        "turn_90_back", "out_and_back", "orbit_pillar", "approach_recede", "ball_behind_slab", "look_away_return",
        "ball_in_box", "burger_bite", "push_ball", "drop_ball", "button_door", "push_air",
    ]

    @Test(arguments: ids) func itsEventsHappen(_ id: String) throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let suite = try library.suite("smoke")
        #expect(suite.scenarios == Self.ids)
        let scenario = try library.scenario(id)
        for draw in scenario.draws(suiteSeed: suite.seed, counts: suite.draws) {
            let staged = try scenario.staged(draw, contextFrames: suite.contextFrames)
            let run = staged.run
            #expect(staged.frameCount <= 160)
            #expect(Set(run.branches.values.map(\.count)).count == 1)
            #expect(run.marks.values.allSatisfy { (0..<staged.frameCount).contains($0) })
            #expect(run.marks["start"] == 9 && run.marks["end"] == staged.frameCount - 1)
            #expect(scenario.objects.allSatisfy { run.objects[$0.id] != nil })
            #expect(run.start.seed >= Start.firstHeldOutSeed && run.start.history.isEmpty)
            // Branches differ in their presses alone.
            let factual = try #require(run.branches[run.mainBranch])
            for actions in run.branches.values {
                for (a, b) in zip(factual, actions) {
                    var b = b
                    b[.use] = a[.use]
                    #expect(a == b)
                }
            }
        }
    }

    @Test func theSameDrawGivesTheSameCase() throws {
        let scenario = try ScenarioLibrary.shipped(Metrics.measures).scenario("push_ball")
        let draw = scenario.draws(suiteSeed: 0)[1]
        let (a, b) = (try scenario.staged(draw), try scenario.staged(draw, width: 64, height: 48))
        #expect(a.run.branches == b.run.branches && a.run.marks == b.run.marks && a.events == b.events)
        #expect(b.run.start.width == 64)
    }

    @Test func branchesDoWhatTheySay() throws {
        let scenario = try ScenarioLibrary.shipped(Metrics.measures).scenario("push_air")
        let staged = try scenario.staged(scenario.draws(suiteSeed: 0)[0])
        func press(_ branch: String) -> Int? { staged.run.branches[branch]?.firstIndex { $0[.use] > 0 } }
        func pushes(_ branch: String) -> Int { staged.events[branch]!.count { $0.kind == "push" } }
        let cause = try #require(staged.run.marks["cause"])
        #expect(press("factual") == cause && press("no_push") == nil)
        #expect(try #require(press("air")) < cause)
        #expect(pushes("factual") == 1 && pushes("no_push") == 0 && pushes("air") == 0)
        #expect(staged.run.branches["again"] == staged.run.branches["factual"])
    }
}
