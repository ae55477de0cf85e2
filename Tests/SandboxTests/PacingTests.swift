import Testing

@testable import Playing
@testable import Sandbox

struct PacingTests {
    /// Plays latent frames of two pictures at 20 a second that take `milliseconds` each, on a clock of its own;
    /// returns, in milliseconds, how old the keys of a latent frame's first picture were and how late it came.
    static func play(_ milliseconds: (Int) -> Double) -> (ages: [Double], late: [Double]) {
        var pacing = Pacing()
        let start = ContinuousClock.now
        var (now, due) = (start, start)
        let interval = Duration.milliseconds(50)
        var (queued, ages, late) = (0, [Double](), [Double]())
        for i in 0..<300 {
            while !pacing.mayBegin(now: now, due: due, queued: queued, group: 2, interval: interval) {
                now += .milliseconds(1)
                if queued > 0 && now >= due { (queued, due) = (queued - 1, due + interval) }
            }
            let began = now
            let took = Duration.milliseconds(milliseconds(i))
            pacing.add(took)
            now += took
            while queued > 0 && now >= due { (queued, due) = (queued - 1, due + interval) }
            // What was left is shown in its turn, then this one's first picture.
            while queued > 0 { (now, queued, due) = (max(now, due), queued - 1, due + interval) }
            let shown = max(now, due)
            if i > 50 {
                ages.append((shown - began) / .milliseconds(1))
                late.append((shown - due) / .milliseconds(1))
            }
            (now, queued, due) = (shown, 1, shown + interval)
        }
        return (ages, late)
    }

    @Test func keysAreFreshAndPicturesInTime() {
        let (ages, late) = Self.play { _ in 40 }
        #expect(ages.max()! <= 45 && late.max()! == 0)
    }

    @Test func fewPicturesAreLateWhenTimesVary() {
        let (ages, late) = Self.play { 40 + Double($0 * 7919 % 10) * 2 }
        #expect(ages.max()! <= 62)
        #expect(late.count { $0 > 0 } <= late.count / 8 && late.max()! <= 3)
    }

    @Test func aModelThatIsTooSlowNeverRests() {
        let (ages, _) = Self.play { _ in 150 }
        #expect(ages.allSatisfy { $0 <= 151 })
    }
}
