import Foundation
import Testing

@testable import Media
@testable import Worlds

@Suite("JPEG encoder")
struct JPEGEncoderTests {
    /// Slopes, edges and some noise.
    private static func picture(_ width: Int, _ height: Int) -> Frame {
        var frame = Frame(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let at = 3 * (y * width + x)
                frame.pixels[at] = UInt8(x * 255 / width)
                frame.pixels[at + 1] = x > y ? 200 : UInt8(y * 255 / height)
                frame.pixels[at + 2] = UInt8((x * 7919 + y * 104_729) % 61)
            }
        }
        return frame
    }

    private static func error(_ a: Frame, _ b: Frame) -> Double {
        let sum = zip(a.pixels, b.pixels).reduce(0.0) {
            $0 + Double(Int($1.0) - Int($1.1)) * Double(Int($1.0) - Int($1.1))
        }
        return (sum / Double(a.pixels.count)).squareRoot()
    }

    @Test(
        "what it writes is read again, at sizes that are no multiple of 8 too",
        arguments: [(64, 48), (65, 51), (8, 8), (1, 1)])
    func roundTrip(width: Int, height: Int) throws {
        let frame = Self.picture(width, height)
        let bytes = JPEGEncoder.encode(frame)
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jpg")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(bytes).write(to: url)
        let read = try PictureFile(url).frame
        #expect(read.width == width && read.height == height)
        #expect(Self.error(frame, read) < 8)
    }

    @Test("a higher quality is nearer and longer")
    func quality() throws {
        let frame = Self.picture(64, 64)
        let counts = [10, 50, 90, 100].map { JPEGEncoder.encode(frame, quality: $0).count }
        #expect(counts == counts.sorted() && counts[0] < counts[3] / 2 && counts[2] < frame.pixels.count / 2)
    }
}
