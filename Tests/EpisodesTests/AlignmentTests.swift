import Testing
import Worlds

@testable import Episodes

struct AlignmentTests {
    @Test(arguments: [0, 2, -1, 5, -4]) func findsHowLateActionsAre(_ late: Int) {
        let finding = AlignmentCheck.measure([PannedScene(260).sample(late: late)])
        guard case .late(late, let agreeing, let parts) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(agreeing == parts)
    }

    @Test func cannotTellWithoutMotion() {
        let still = PannedScene(200, moves: false).sample(late: 0)
        #expect(AlignmentCheck.measure([still]) == .unknown("nothing moves in the pictures"))
    }

    @Test func cannotTellWithoutActions() {
        var sample = PannedScene(200).sample(late: 0)
        sample.actions = sample.actions.map { _ in Action(values: [0, 0]) }
        #expect(AlignmentCheck.measure([sample]) == .unknown("the actions never change"))
        sample.actions = sample.actions.map { _ in Action(values: []) }
        #expect(AlignmentCheck.measure([sample]) == .unknown("there are no actions"))
        #expect(AlignmentCheck.measure([]) == .unknown("there are no actions"))
    }

    @Test func cannotTellWhereMotionFollowsOtherActions() {
        var sample = PannedScene(400).sample(late: 0)
        sample.actions = PannedScene(400, seed: 9).actions
        guard case .unknown = AlignmentCheck.measure([sample]) else {
            Issue.record("\(AlignmentCheck.measure([sample]))")
            return
        }
    }

    @Test func tellsHowFarAnAxisTurns() throws {
        let found = TurnEstimate.measure(
            [PannedScene(300).sample(late: 2)], PannedScene.space, late: 2, fieldOfView: 90, aspect: 2.0 / 3)
        let turn = try #require(found.turns.first)
        // 8 of 48 pixels from the middle to the side, whose tangent is 1: 9.5 degrees.
        #expect(found.turns.count == 1 && turn.explained > 0.8 && abs(turn.degrees - 9.1) < 1.2, "\(turn)")
    }

    @Test func motionHasItsSides() {
        let frames = PannedScene(2).frames()
        func moved(_ x: Int, _ y: Int) -> PictureMotion {
            var other = frames[0]
            for v in 0..<64 {
                for u in 0..<96 {
                    let from = (max(0, min(63, v - y)) * 96 + max(0, min(95, u + x))) * 3
                    for c in 0..<3 { other.pixels[(v * 96 + u) * 3 + c] = frames[0].pixels[from + c] }
                }
            }
            return PictureMotion(from: PictureMotion.grey(frames[0]), to: PictureMotion.grey(other))
        }
        #expect(abs(moved(6, 0).right - 6) < 0.5 && abs(moved(-9, 0).right + 9) < 0.5)
        #expect(abs(moved(0, 5).up - 5) < 0.5 && abs(moved(0, -3).up + 3) < 0.5)
        #expect(moved(0, 0).change == 0)
    }
}
