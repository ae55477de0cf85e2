import Testing
import Worlds

@testable import Memory
@testable import WorldModel

@Suite struct SettlingTests {
    @Test func smallErrorsAreTakenBackAndChangesStay() {
        let old = Frame(width: 32, height: 32, pixels: [UInt8](repeating: 100, count: 3072))
        var new = Frame(width: 32, height: 32, pixels: [UInt8](repeating: 104, count: 3072))
        // One part changes for good.
        for y in 0..<16 { for i in 0..<48 { new.pixels[y * 96 + i] = 200 } }
        let seen = [UInt8](repeating: 2, count: 1024)
        var view = MemoryView(frame: old, seen: seen, generation: [UInt8](repeating: 3, count: 1024))
        let settled = BlendedPicture(new, view: view, trust: 0.8)
        #expect(settled.frame.pixels[0] >= 199)
        #expect(settled.frame.pixels[3071] == 101)
        #expect(settled.generation[0] == 1)
        #expect(settled.generation[1023] == 4)
        #expect(BlendedPicture(new, view: view, trust: 0).frame == new)
        view.seen = [UInt8](repeating: 0, count: 1024)
        #expect(BlendedPicture(new, view: view, trust: 0.8).frame == new)
    }

    @Test func trustFallsFromStandingStillToMoving() {
        var configuration = CheckpointConfiguration()
        #expect(configuration.trust(way: 0, angle: 0) == 0)
        configuration.viewTrust = 0.25
        #expect(configuration.trust(way: 0, angle: 0) == 0.25)
        configuration.stillTrust = 0.75
        #expect(configuration.trust(way: 0, angle: 0) == 0.75)
        #expect(configuration.trust(way: 0.24, angle: 0) == 0.25)
        #expect(configuration.trust(way: 0, angle: 0.1) == 0.25)
        #expect(abs(configuration.trust(way: 0.03, angle: 0) - 0.5) < 1e-6)
    }
}
