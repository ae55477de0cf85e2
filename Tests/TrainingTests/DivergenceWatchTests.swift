import Foundation
import Testing

@testable import Training

struct DivergenceWatchTests {
    /// The number of losses taken before the first that tells of divergence; nil: there was none.
    private func end(_ losses: [Float]) -> Int? {
        var watch = DivergenceWatch()
        return losses.firstIndex { !watch.takes($0) }
    }

    @Test func whatLearnsGoesOn() {
        #expect(end((0..<2000).map { 0.3 / Float(1 + $0) + 0.01 }) == nil)
        // A lucky first loss, losses that vary fivefold, and a spike that passes.
        #expect(end((0..<500).map { $0 == 0 ? 0.05 : $0 % 2 == 0 ? 0.3 : 1.5 }) == nil)
        #expect(end((0..<500).map { $0 == 300 ? 8 : 0.2 }) == nil)
        // From a trained state to half as good again.
        #expect(end((0..<500).map { $0 < 100 ? 0.1 : 0.3 }) == nil)
    }

    @Test func whatExplodesEnds() {
        #expect(end([0.3, 0.2, .nan]) == 2)
        #expect(end([0.3, .infinity]) == 1)
        #expect(end([0.3, 0.4, 7e9]) == 2)
        #expect(end([0.3] + [Float](repeating: 60, count: 40))! < 10)
        #expect(end((0..<4000).map { 0.2 * pow(1.05, Float(max(0, $0 - 200))) })! < 320)
    }

    @Test func aRisingLossIsNotWorthKeeping() {
        var watch = DivergenceWatch()
        for _ in 0..<100 {
            let isTaken = watch.takes(0.2)
            #expect(isTaken)
        }
        #expect(watch.isSound)
        for _ in 0..<40 {
            let isTaken = watch.takes(1.5)
            #expect(isTaken)
        }
        #expect(!watch.isSound)
    }
}
