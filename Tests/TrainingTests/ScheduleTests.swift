import Testing
import Training

struct ScheduleTests {
    private let schedule = Schedule(peak: 0.01, steps: 1000, warmup: 50, decay: 0.35)

    @Test func itWarmsUpHoldsAndDecaysToZero() {
        let rates = (0..<1000).map { schedule.rate($0) }
        #expect(rates[0] == 0.01 / 50 && abs(rates[24] - 0.005) < 1e-6)
        #expect(rates[49..<650].allSatisfy { $0 == 0.01 })
        #expect(zip(rates[650...], rates[651...]).allSatisfy { $0 > $1 })
        #expect(abs(rates[825] - 0.005) < 1e-6 && rates[999] > 0 && rates[999] < 1e-4)
        // A run that goes on behind its end learns nothing more, and never unlearns.
        #expect(schedule.rate(1000) == 0 && schedule.rate(100_000) == 0)
    }

    @Test(arguments: [1, 2, 10]) func shortRunsHaveRatesToo(steps: Int) {
        let short = Schedule(peak: 0.01, steps: steps, warmup: 0, decay: 0)
        #expect((0..<steps).allSatisfy { short.rate($0) > 0 && short.rate($0) <= 0.01 })
    }
}
