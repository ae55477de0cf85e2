import Foundation
import Testing
import Worlds

struct PNGTests {
    @Test func roundTripAndFilmstrip() throws {
        var frame = Frame(width: 5, height: 3)
        for i in frame.pixels.indices { frame.pixels[i] = UInt8(i * 5 % 256) }
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: url) }
        try PNG.write(frame, to: url)
        #expect(try PNG.read(url) == frame)
        #expect(Filmstrip.picture(rows: [[frame, frame]], scale: 2).width > 20)
        try Data("no picture".utf8).write(to: url)
        #expect(throws: (any Error).self) { try PNG.read(url) }
    }
}
