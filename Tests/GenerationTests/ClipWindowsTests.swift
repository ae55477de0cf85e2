import Testing

@testable import Generation

struct ClipWindowsTests {
    @Test func everyFrameIsMadeAndEachWindowJoinsWhatIsKnown() {
        for count in [1, 3, 8, 9, 40, 601] {
            for (left, right) in [(0, 0), (1, 0), (4, 0), (0, 4), (4, 4)] where left + right <= count {
                let given = (0..<count).map { $0 < left || $0 >= count - right }
                var known = given
                for (number, window) in ClipWindows.plan(known: given, length: 8).enumerated() {
                    #expect(window.count == min(8, count) && window.lowerBound >= 0 && window.upperBound <= count)
                    if number > 0 || left + right > 0, count > 8 { #expect(window.contains { known[$0] }) }
                    #expect(window.contains { !known[$0] })
                    for frame in window { known[frame] = true }
                }
                #expect(known.allSatisfy { $0 }, "\(count) \(left) \(right)")
            }
        }
    }

    @Test func theLastWindowOfAGapSeesBothEnds() {
        var known = (0..<60).map { $0 < 4 || $0 >= 56 }
        let windows = ClipWindows.plan(known: known, length: 16)
        for window in windows.dropLast() {
            for frame in window { known[frame] = true }
        }
        let last = windows[windows.count - 1]
        #expect(known[last.lowerBound] && known[last.upperBound - 1])
    }
}
