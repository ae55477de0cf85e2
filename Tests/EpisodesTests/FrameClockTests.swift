import Testing
import Worlds

@testable import Episodes

struct FrameClockTests {
    private static let space = ActionSpace(channels: [
        ActionChannel(name: "go", kind: .key, bindings: [], meaning: ""),
        ActionChannel(name: "turn", kind: .axis, bindings: [], meaning: "", effect: .turn(degrees: 3)),
        ActionChannel(name: "stick", kind: .axis, bindings: [], meaning: ""),
    ])

    private func why(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func aSteadyRecordingKeepsAllOfItsPictures() throws {
        for rate in [20, 29.97, 17.5, 60] {
            let clock = try FrameClock(times: (0..<90).map { Double($0) / rate }, told: nil, wanted: nil)
            #expect(clock.keepsAll && clock.picks == Array(0..<90) && abs(clock.rate - rate) < 0.01, "\(clock.rate)")
        }
        // Containers round times to milliseconds.
        let rounded = (0..<50).map { (Double($0) / 17.5 * 1000).rounded() / 1000 }
        #expect(try FrameClock(times: rounded, told: 17.5, wanted: nil).rate == 17.5)
    }

    @Test func aLowerRateGathersActions() throws {
        let clock = try FrameClock(times: (0..<9).map { Double($0) / 20 }, told: nil, wanted: 10)
        #expect(clock.picks == [0, 2, 4, 6, 8] && !clock.keepsAll)
        let keys: [Float] = [0, 0, 0, 1, 0, 0, 0, 0, 0]
        let turns: [Float] = [0, 1, 0.5, 0, 0, 0, 0, 0, 0]
        let actions = (0..<9).map { Action(values: [keys[$0], turns[$0], $0 % 2 == 0 ? 0 : 0.25]) }
        var cut = 0
        let led = clock.merged(actions, Self.space, target: 10, cut: &cut)
        // Keys: any. Turns: their sum, in a space in which the value 1 is twice as many degrees. Others: the mean.
        #expect(led.map { $0.values[0] } == [0, 0, 1, 0, 0] && led[1].values[1] == 0.75 && led[1].values[2] == 0.125)
        let slowed = FrameClock.slowed(Self.space, ratio: 2)
        #expect(slowed.channels[1].degrees == 6 && slowed.channels[2] == Self.space.channels[2] && cut == 0)
    }

    @Test func unevenTimesAreReadByTheClock() throws {
        let clock = try FrameClock(times: [0, 0.05, 0.1, 0.3, 0.35, 0.4], told: nil, wanted: nil)
        #expect(clock.rate == 20 && clock.picks == [0, 1, 2, 2, 2, 2, 3, 4, 5])
        let actions = (0..<6).map { Action(values: [$0 == 3 ? 1 : 0, 0, 0]) }
        var cut = 0
        #expect(
            clock.merged(actions, Self.space, target: 20, cut: &cut).map { $0.values[0] } == [
                0, 0, 0, 0, 0, 0, 1, 0, 0,
            ])
    }

    @Test func whatNoClockCanMendIsNamed() {
        let steady = (0..<40).map { Double($0) / 20 }
        #expect(
            why { _ = try FrameClock(times: steady, told: nil, wanted: 30) }.contains(
                "20 frames a second, fewer than 30"))
        #expect(
            why { _ = try FrameClock(times: steady + [9], told: nil, wanted: nil) }.contains("stands still for 7.05 s"))
        #expect(why { _ = try FrameClock(times: [0], told: nil, wanted: nil) }.contains("fewer than two"))
        #expect(why { _ = try FrameClock(times: [0, 0, 0], told: nil, wanted: nil) }.contains("fewer than two"))
    }

    @Test func actionsMoveToThePictureTheyLedTo() {
        let recorded = (0..<6).map { Action(values: [Float($0)]) }
        let times = (0..<6).map(Double.init)
        func values(_ late: Int) -> (Int, [Float], [Double]) {
            let part = RecordingPart(recorded, times: times, late: late)
            return (part.first, part.actions.map { $0.values[0] }, part.times)
        }
        #expect(values(0) == (0, [0, 1, 2, 3, 4, 5], times))
        // Taken at: the action of a picture led to the next one.
        #expect(values(-1) == (0, [0, 0, 1, 2, 3, 4], times))
        // Nothing is known of what led to the last two pictures, and of what led to the first two but one.
        #expect(values(2) == (0, [2, 3, 4, 5], [0, 1, 2, 3]))
        #expect(values(-3) == (2, [0, 0, 1, 2], [0, 1, 2, 3]))
        #expect(RecordingPart([], times: [], late: 2).times.isEmpty)
    }

    @Test func longRecordingsAreCutIntoLikePieces() {
        #expect(EpisodeImporter.pieces(10, 4) == [0..<3, 3..<6, 6..<10])
        #expect(EpisodeImporter.pieces(4, 4) == [0..<4])
    }
}
