import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct TimelineTests {
    static func action(_ i: Int) -> Action {
        var action = Action.none()
        action[.turn] = Float(i * 7 % 17 - 8) / 8
        return action
    }

    static func timeline(window: Int = 100, keyframes: Int = 12, every: Int = 20, frames: Int = 0) throws -> Timeline {
        let rollout = try Rollout(CountingWorld(), start: Start(seed: 5), hasReference: false)
        let limits = TimelineLimits(window: window, keyframes: keyframes, keyframeEvery: every)
        var timeline = Timeline(rollout, limits: limits)
        for i in 0..<frames { _ = try timeline.step(action(i / 2)) }
        return timeline
    }

    @Test func itsSizeDoesNotGrowWithTime() throws {
        var timeline = try Self.timeline()
        var most = 0
        for i in 0..<20_000 {
            _ = try timeline.step(Self.action(i / 2))
            most = max(most, timeline.branch.momentCount)
            #expect(timeline.branch.keyframes.count <= 12)
        }
        #expect(most <= 121 && timeline.end == 20_000)
        #expect(timeline.end - timeline.firstKept >= 80)
        #expect(timeline.older.first == 0 && timeline.older.count >= 4)
    }

    @Test func everyMomentOfTheWindowIsMadeAgain() throws {
        var timeline = try Self.timeline(frames: 1000)
        for frame in timeline.firstKept...timeline.end {
            #expect(try timeline.rollout(at: frame).frame == timeline.picture(frame)?.frame)
        }
        let before = timeline.picture(961)!.frame
        try timeline.rewind(to: 960)
        #expect(timeline.end == 960)
        #expect(try timeline.step(Self.action(480)).frame == before)
    }

    @Test func olderMomentsAreReachedAtKeyframes() throws {
        var timeline = try Self.timeline(frames: 5000)
        let keyframe = try #require(timeline.older.dropFirst().first)
        #expect(timeline.nearest(keyframe + 1) == keyframe && timeline.picture(keyframe + 1) == nil)
        let shown = try #require(timeline.picture(keyframe)).frame
        try timeline.rewind(to: keyframe + 1)
        #expect(timeline.end == keyframe && timeline.picture(timeline.end)?.frame == shown)
        // The same actions lead to the same frames again.
        for i in keyframe..<5000 { _ = try timeline.step(Self.action(i / 2)) }
        let straight = try Self.timeline(frames: 5000)
        #expect(timeline.picture(5000)?.frame == straight.picture(5000)?.frame)
    }

    @Test func branchesShareTheRoom() throws {
        var timeline = try Self.timeline(window: 240, keyframes: 48, frames: 400)
        for _ in 1..<Timeline.branchLimit {
            try timeline.fork(at: timeline.end - 3)
            for i in 0..<300 { _ = try timeline.step(Self.action(i)) }
        }
        #expect(timeline.branches.reduce(0) { $0 + $1.momentCount } <= 240 + 41 * Timeline.branchLimit)
        #expect(timeline.branches.reduce(0) { $0 + $1.keyframes.count } <= 48)
        #expect(throws: PlayRefusal.self) { try timeline.fork(at: timeline.end) }
        try timeline.select(0)
        #expect(timeline.end == 400 && timeline.picture(400) != nil)
    }

    @Test func aForkGoesItsOwnWay() throws {
        var timeline = try Self.timeline(frames: 51)
        let old = timeline.picture(51)!.frame
        try timeline.fork(at: 41)
        // Frame 41 is the first of its latent frame: one more picture answers to the old action.
        #expect(timeline.tip.framesLeft == 1)
        for i in 0..<10 { _ = try timeline.step(Self.action(i + 3)) }
        #expect(timeline.picture(51)!.frame != old && timeline.current == 1)
        try timeline.select(0)
        #expect(timeline.picture(51)!.frame == old)
    }

    @Test func theBarShowsEveryFrameAndTheKeyframesBefore() throws {
        let bar = TimelineBar(left: 16, width: 1000, first: 900, end: 1900, older: [0, 100, 500])
        for frame in [0, 100, 500, 900, 1400, 1900] {
            let found = bar.frame(at: bar.x(of: frame) + 1)
            #expect(frame < 900 ? found == frame : abs(found - frame) <= 2)
        }
        #expect(bar.frame(at: 0) == 0 && bar.frame(at: 5000) == 1900)
        let young = TimelineBar(left: 0, width: 100, first: 0, end: 0)
        #expect(young.x(of: 0) == 0 && young.frame(at: 50) == 0)
    }
}
