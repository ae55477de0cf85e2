import Testing
import Worlds

@testable import WorldModel

@Suite struct SettlingTests {
    @Test func smallErrorsAreTakenBackAndChangesStay() {
        let old = Frame(width: 32, height: 32, pixels: [UInt8](repeating: 100, count: 3072))
        var new = Frame(width: 32, height: 32, pixels: [UInt8](repeating: 104, count: 3072))
        // One part changes for good.
        for y in 0..<16 { for i in 0..<48 { new.pixels[y * 96 + i] = 200 } }
        let seen = [UInt8](repeating: 2, count: 1024)
        let settled = SettledPicture(new, view: old, seen: seen, trust: 0.8).frame
        #expect(settled.pixels[0] >= 199)
        #expect(settled.pixels[3071] == 101)
        #expect(SettledPicture(new, view: old, seen: seen, trust: 0).frame == new)
        let unseen = [UInt8](repeating: 0, count: 1024)
        #expect(SettledPicture(new, view: old, seen: unseen, trust: 0.8).frame == new)
    }
}
