import Foundation
import Tensors
import TestSupport
import Testing

@testable import Media
@testable import Worlds

struct PictureTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func pngReadsBackWhatItWrites() throws {
        let frame = Fixtures.frame(1, width: 33, height: 17)
        try PNG.write(frame, to: folder.file("a.png"))
        #expect(try PNG.read(folder.file("a.png")) == frame)
        #expect(try PNG.decode(Data(PNG.encode(Frame(width: 1, height: 1)))) == Frame(width: 1, height: 1))
    }

    @Test func pngRefusesBrokenPictures() throws {
        let data = Data(try PNG.encode(Fixtures.frame(1, width: 33, height: 17)))
        for count in [0, 4, 8, 20, 33, 60, data.count / 2] {
            let message = Fixtures.sentence { _ = try PNG.decode(data.prefix(count), name: "x.png") }
            #expect(message.hasPrefix("x.png is not a sound PNG"))
        }
        var huge = data
        // Width in the IHDR chunk; libpng checks its CRC first or finds the size too large.
        huge.replaceSubrange(16..<20, with: [0x7F, 0xFF, 0xFF, 0xFF])
        #expect(Fixtures.sentence { _ = try PNG.decode(huge, name: "x.png") }.hasPrefix("x.png is "))
        #expect(Fixtures.sentence { _ = try PNG.read(folder.file("none.png")) }.contains("none.png"))
        #expect(Fixtures.sentence { _ = try PNG.encode(Frame(width: 0, height: 3)) }.contains("0x3"))
    }

    @Test func filmstripLaysFramesOut() throws {
        let (a, b) = (Fixtures.frame(1), Fixtures.frame(2))
        let picture = Filmstrip.picture(rows: [[a, b], [b]], scale: 2)
        #expect(picture.width == 2 + 2 * (12 + 2) && picture.height == 2 + 2 * (8 + 2))
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(picture.pixels[((y * picture.width + x) * 3)...].prefix(3)) }
        #expect(pixel(0, 0) == [255, 255, 255])
        #expect(pixel(2, 2) == Array(a.pixels[..<3]) && pixel(3, 3) == Array(a.pixels[..<3]))
        #expect(pixel(16, 2) == Array(b.pixels[..<3]) && pixel(2, 12) == Array(b.pixels[..<3]))
        #expect(pixel(16, 12) == [255, 255, 255])
        try Filmstrip.write(rows: [[a]], scale: 1, to: folder.file("s.png"))
        #expect(try PNG.read(folder.file("s.png")).width == 10)
    }

    private static let hasFFmpeg = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private static func gradient(_ t: Int) -> Frame {
        var frame = Frame(width: 31, height: 20)
        for i in 0..<(31 * 20) {
            frame.pixels[3 * i] = UInt8(i % 31 * 4 + t * 8)
            frame.pixels[3 * i + 1] = UInt8(i / 31 * 8)
            frame.pixels[3 * i + 2] = 90
        }
        return frame
    }

    @Test(.enabled(if: hasFFmpeg)) func videoComesBackAlmostTheSame() throws {
        let frames = (0..<12).map { Self.gradient($0) }
        try VideoWriter.write(frames, to: folder.file("v.mp4"), scale: 2)
        #expect(folder.contents == ["v.mp4"])
        let read = try VideoReader.read(folder.file("v.mp4"), size: (31, 20))
        #expect(read.count == 12)
        var error = 0
        for (a, b) in zip(frames, read) {
            for (x, y) in zip(a.pixels, b.pixels) { error += abs(Int(x) - Int(y)) }
        }
        #expect(error < 12 * 31 * 20 * 3 * 6)
        #expect(try VideoReader.read(folder.file("v.mp4"))[0].width == 62)
        #expect(
            Fixtures.sentence { _ = try VideoReader.read(folder.file("v.mp4"), limit: 5) }.contains(
                "more than 5"))
    }

    @Test(.enabled(if: hasFFmpeg)) func videoErrorsAreSentences() throws {
        let url = folder.file("v.mp4")
        #expect(Fixtures.sentence { _ = try VideoReader.read(url) }.contains("Cannot read"))
        // What a file is it says itself: a playlist would lead elsewhere.
        for (text, kind) in [("no video", "a text"), ("#EXTM3U\n../other.ts\n", "a playlist"), ("", "empty")] {
            try Data(text.utf8).write(to: url)
            let sentence = Fixtures.sentence { _ = try VideoReader.read(url) }
            #expect(sentence.contains("holds no video: it is \(kind)"), "\(sentence)")
        }
        #expect(Fixtures.sentence { try VideoWriter.write([], to: url) }.contains("no frames"))
        let nowhere = folder.file("none/v.mp4")
        let frames = [Frame](repeating: Frame(width: 200, height: 200), count: 40)
        #expect(Fixtures.sentence { try VideoWriter.write(frames, to: nowhere) }.contains("none/v.mp4"))
    }

    @Test(.enabled(if: hasFFmpeg)) func damageIsToldFromFaultsOfTheTools() throws {
        let url = folder.file("v.mp4")
        try VideoWriter.write((0..<40).map { Self.gradient($0 % 16) }, to: url)
        let whole = try VideoProbe(url)
        #expect(whole.times.count == 40 && abs(whole.times[39] - 1.95) < 0.001 && whole.complaint == nil)
        #expect((whole.width, whole.height, whole.streams, whole.declared, whole.quarterTurns) == (32, 20, 1, 40, 0))
        let bytes = try Data(contentsOf: url)
        try bytes.prefix(bytes.count * 3 / 4).write(to: url)
        #expect(try VideoProbe(url).complaint != nil)
        let reader = try VideoReader(url)
        while try reader.next() != nil {}
        #expect(reader.complaint != nil)
        // Nothing is left of where its pictures lie.
        try bytes.prefix(200).write(to: url)
        #expect(throws: DamagedVideo.self) { _ = try VideoProbe(url) }
        #expect(throws: DamagedVideo.self) { _ = try VideoReader.read(url) }
        #expect(throws: FileError.self) { _ = try VideoReader.read(folder.file("none.mp4")) }
        #expect(throws: FileError.self) { _ = try MediaKind.of(folder.url) }
    }

    @Test func rectanglesAreAveragedAndTurned() {
        var frame = Frame(width: 4, height: 2)
        for i in 0..<8 { frame.pixels[3 * i] = UInt8(i * 10) }
        let half = frame.resampled(to: (2, 1))
        #expect([half.pixels[0], half.pixels[3]] == [25, 45])
        let corner = frame.resampled(x: 2, y: 1, width: 2, height: 1, to: (2, 1))
        #expect([corner.pixels[0], corner.pixels[3]] == [60, 70])
        #expect(frame.resampled(to: (4, 2)) == frame)
        let turned = frame.turned(quarters: 1)
        #expect((turned.width, turned.height) == (2, 4))
        #expect([turned.pixels[0], turned.pixels[3]] == [40, 0])
        #expect(turned.turned(quarters: 3) == frame && frame.turned(quarters: 2).turned(quarters: -2) == frame)
    }

    @Test func progressFitsTheTerminal() {
        func line(_ width: Int?) -> String {
            ProgressBar.line(
                label: "Recording", done: 5, total: 10, elapsed: .seconds(60), left: .seconds(3723), note: "loss 0.3",
                width: width)
        }
        #expect(line(nil) == "Recording  5/10  1:02:03 left  loss 0.3")
        #expect(line(80).count < 80 && line(80).contains("=    ") && line(80).hasSuffix("5/10  1:02:03 left  loss 0.3"))
        for width in 1..<90 { #expect(line(width).count < max(2, width)) }
        #expect(ProgressBar.clock(.seconds(59.6)) == "1:00")
    }
}
