import Foundation
import TestSupport
import Testing

@testable import Media
@testable import Worlds

struct PictureFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    static let hasFFmpeg = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// A JPEG of 32 x 16 pixels, made by ffmpeg.
    private func jpeg(_ name: String, _ source: String = "color=red:size=32x16") throws -> Data {
        let file = folder.file(UUID().uuidString + ".jpg")
        let ffmpeg = try FFmpeg(
            ["-f", "lavfi", "-i", source, "-frames:v", "1", "-q:v", "2", file.path], name: name)
        try ffmpeg.wait()
        let data = try Data(contentsOf: file)
        try FileManager.default.moveItem(at: file, to: folder.file(name))
        return data
    }

    /// Left half red, right half blue.
    private static let halves = "color=red:size=16x16,pad=32:16:0:0:blue"

    private static func isRed(_ frame: Frame, _ x: Int, _ y: Int) -> Bool {
        let p = (y * frame.width + x) * 3
        return frame.pixels[p] > 200 && frame.pixels[p + 2] < 60
    }

    @Test func depthsAndColourTypesAreOnePicture() throws {
        let (width, height) = (16, 17)
        let grays = (0..<height).map { y in (0..<width).map { x in UInt8(x + y * 14) } }
        let wanted = Frame(width: width, height: height, pixels: grays.joined().flatMap { [$0, $0, $0] })
        func twice(_ row: [UInt8]) -> [UInt8] { row.flatMap { [$0, $0] } }
        let palette = PNGChunks.chunk("PLTE", (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
        let pictures: [(String, UInt8, UInt8, [[UInt8]], [UInt8])] = [
            ("gray", 8, 0, grays, []), ("gray of 16 bits", 16, 0, grays.map(twice), []),
            ("colour", 8, 2, grays.map { $0.flatMap { [$0, $0, $0] } }, []),
            ("colour of 16 bits", 16, 2, grays.map { $0.flatMap { [$0, $0, $0, $0, $0, $0] } }, []),
            ("palette", 8, 3, grays, palette),
            ("opaque gray", 8, 4, grays.map { $0.flatMap { [$0, 255] } }, []),
            ("opaque gray of 16 bits", 16, 4, grays.map { $0.flatMap { [$0, $0, 255, 255] } }, []),
            ("opaque colour of 16 bits", 16, 6, grays.map { $0.flatMap { [$0, $0, $0, $0, $0, $0, 255, 255] } }, []),
        ]
        for (name, depth, type, rows, extra) in pictures {
            let data = PNGFixtures.png(width, height, depth: depth, type: type, rows: rows, extra: extra)
            let picture = try PictureFile(data, name: name)
            let error = zip(picture.frame.pixels, wanted.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
            #expect(error <= 1 && picture.frame.width == width, "\(name): off by \(error)")
            #expect(picture.remarks.isEmpty)
        }
    }

    @Test func whatIsTransparentIsBlackAndSaid() throws {
        let row: [UInt8] = [200, 100, 50, 255, 200, 100, 50, 0, 200, 100, 50, 128]
        let picture = try PictureFile(PNGFixtures.png(3, 1, depth: 8, type: 6, rows: [row]), name: "a.png")
        #expect(picture.frame.pixels == [200, 100, 50, 0, 0, 0, 100, 50, 25])
        #expect(picture.remarks == ["a.png is transparent in places: they show black."])
    }

    @Test func aPNGThatIsCutIsSaidToBe() throws {
        let data = PNGFixtures.png(4, 4, depth: 8, type: 0, rows: Array(repeating: [1, 2, 3, 4], count: 4))
        for count in [data.count - 1, data.count - 12, data.count - 20] {
            let message = Fixtures.sentence { _ = try PNG.decode(data.prefix(count), name: "x.png") }
            #expect(message == "x.png is not a sound PNG: it is cut short.")
        }
    }

    @Test(arguments: [true, false]) func orientationTurnsAPNG(bigEndian: Bool) throws {
        let rows: [[UInt8]] = [[10, 20, 30], [40, 50, 60]]
        let upright: [Int: [UInt8]] = [
            1: [10, 20, 30, 40, 50, 60], 2: [30, 20, 10, 60, 50, 40], 3: [60, 50, 40, 30, 20, 10],
            4: [40, 50, 60, 10, 20, 30], 5: [10, 40, 20, 50, 30, 60], 6: [40, 10, 50, 20, 60, 30],
            7: [60, 30, 50, 20, 40, 10], 8: [30, 60, 20, 50, 10, 40],
        ]
        for (orientation, wanted) in upright {
            let chunk = PNGChunks.chunk("eXIf", PNGFixtures.exif(UInt8(orientation), bigEndian: bigEndian))
            let picture = try PictureFile(
                PNGFixtures.png(3, 2, depth: 8, type: 0, rows: rows, extra: chunk), name: "x.png")
            #expect(stride(from: 0, to: 18, by: 3).map { picture.frame.pixels[$0] } == wanted, "\(orientation)")
            #expect(picture.frame.width == (orientation < 5 ? 3 : 2))
            #expect(picture.remarks.isEmpty == (orientation == 1))
        }
    }

    @Test(.enabled(if: hasFFmpeg)) func aJPEGIsTheOneThatWasNamed() throws {
        _ = try jpeg("a%d.jpg")
        _ = try jpeg("a0.jpg", "color=blue:size=32x16")
        for name in ["shot%02d.jpg", "-x.jpg", "a:b.jpg", "[0-9].jpg", "a b?#.jpg"] { _ = try jpeg(name) }
        for name in folder.contents where name != "a0.jpg" {
            #expect(Self.isRed(try PictureFile(folder.file(name)).frame, 20, 8), "\(name)")
        }
    }

    @Test(.enabled(if: hasFFmpeg)) func aJPEGThatIsCutOrDamagedIsRefused() throws {
        let data = try jpeg("x.jpg", "testsrc=size=64x64")
        for count in [3, 40, data.count / 2, data.count - 2, data.count - 1] {
            let message = Fixtures.sentence { _ = try PictureFile(data.prefix(count), name: "x.jpg") }
            #expect(message.contains("x.jpg is not a sound JPEG: it is cut short"), "\(count)")
        }
        // A decoder fills up with gray what is missing before an end marker.
        for count in [data.count / 2, data.count * 3 / 4, data.count - 40] {
            let message = Fixtures.sentence {
                _ = try PictureFile(data.prefix(count) + [0xFF, 0xD9], name: "x.jpg")
            }
            #expect(message.contains("it is cut short"), "\(count)")
        }
        // What comes behind the picture is another's.
        #expect(try PictureFile(data + Data(repeating: 7, count: 99), name: "x.jpg").frame.width == 64)
        var damaged = data
        for i in damaged.count / 2..<damaged.count - 20 { damaged[i] = 0x55 }
        let message = Fixtures.sentence { _ = try PictureFile(damaged, name: "x.jpg") }
        #expect(message.contains("damaged"))
    }

    @Test(.enabled(if: hasFFmpeg)) func aJPEGStandsUprightAndItsSizeIsBounded() throws {
        let data = try jpeg("x.jpg", Self.halves)
        let segment = Array("Exif\0\0".utf8) + PNGFixtures.exif(6)
        let turned = data.prefix(2) + [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment + data.dropFirst(2)
        let picture = try PictureFile(turned, name: "x.jpg")
        #expect(picture.frame.width == 16 && picture.frame.height == 32)
        #expect(Self.isRed(picture.frame, 8, 4) && !Self.isRed(picture.frame, 8, 28))
        #expect(picture.remarks == ["x.jpg is turned upright, as its EXIF data say."])
        var huge = data
        let header = try #require(huge.firstRange(of: [0xFF, 0xC0]))
        huge.replaceSubrange(header.upperBound + 3..<header.upperBound + 7, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(
            Fixtures.sentence { _ = try PictureFile(huge, name: "x.jpg") }.contains("65535x65535 pixels"))
    }
}
