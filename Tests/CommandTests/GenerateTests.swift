import Foundation
import Media
import TestSupport
import Testing
import Worlds

/// `diorama generate` as a person runs it, with the smallest shipped checkpoint.
struct GenerateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let frames = (0..<12).map { i in
            Frame(width: 64, height: 48, pixels: (0..<64 * 48 * 3).map { UInt8(truncatingIfNeeded: $0 * 7 + i * 20) })
        }
        let writer = try VideoWriter(folder.file("given.mp4"), width: 64, height: 48, lossless: true)
        for frame in frames { try writer.append(frame) }
        try writer.finish()
        try PNG.write(frames[0], to: folder.file("a.png"))
        try Data("hello".utf8).write(to: folder.file("text.mp4"))
    }

    private func generate(_ arguments: String...) throws -> Command {
        try Command(["generate", "--checkpoint", "nano", "--steps", "2"] + arguments, in: folder.url)
    }

    @Test func givenPicturesStayToTheBit() throws {
        let run = try generate(
            "--extend", "given.mp4", "--forward", "0.5", "--backward", "0.5", "--lossless", "--output", "x.mp4")
        #expect(run.status == 0, "\(run.errors)")
        let (given, made) = (
            try VideoReader.read(folder.file("given.mp4")), try VideoReader.read(folder.file("x.mp4"))
        )
        #expect(made.count == 32)
        let isKept = Array(made[10..<22]) == given
        #expect(isKept)
        let told = try Command(["inspect", "x.mp4"], in: folder.url)
        #expect(told.output.contains("\"backward\" : 0.5") && told.output.contains("\"seed\" : 0"), "\(told.output)")
        let again = try Command(["generate", "--again", "x.mp4", "--output", "y.mp4"], in: folder.url)
        #expect(again.output.contains("bit for bit the same as x.mp4: 32 pictures"), "\(again.output) \(again.errors)")
        // Another given video is another video.
        try FileManager.default.removeItem(at: folder.file("given.mp4"))
        try VideoWriter.write([Frame(width: 64, height: 48)], to: folder.file("given.mp4"))
        let changed = try Command(["generate", "--again", "x.mp4", "--output", "z.mp4"], in: folder.url)
        #expect(changed.status != 0 && changed.errors.contains("has changed"), "\(changed.errors)")
    }

    @Test func picturesSheetsAndFoldersAreMade() throws {
        #expect(try generate("--output", "one.png").status == 0)
        let one = try PictureFile(folder.file("one.png")).frame
        #expect(one.width == 64 && one.height == 48)
        #expect(try generate("--count", "2", "--seconds", "0.3", "--output", "sheet.png").status == 0)
        #expect(try PictureFile(folder.file("sheet.png")).frame.height > 2 * 48)
        #expect(try generate("--image", "a.png", "--seconds", "0.3", "--size", "32x64", "--output", "made").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("made").path)
        #expect(names.count == 6)
        #expect(try PictureFile(folder.file("made/000005.png")).frame.height == 64)
    }

    @Test func whatCannotBeIsOneSentence() throws {
        let cases: [([String], String)] = [
            (["--extend", "text.mp4", "--forward", "1"], "holds no video"), (["--size", "100x80"], "multiples of 16"),
            (["--video", "given.mp4", "--seconds", "9"], "fewer than"), (["--seconds", "61"], "up to 60"),
            (["--video", "given.mp4", "--strength", "1.5"], "0...1"), (["a red ball"], "trained without text"),
            (["--camera", "tunr left"], "did you mean 'turn'?"),
            (["--keyframes", "0:a.png,99:a.png", "--seconds", "1"], "lies behind"),
            (["--connect", "given.mp4"], "takes two videos"), (["--image", "none.png"], "no file none.png"),
        ]
        let before = folder.contents
        for (arguments, words) in cases {
            let run = try Command(
                ["generate", "--checkpoint", "nano", "--output", "x.mp4"] + arguments, in: folder.url)
            #expect(run.status != 0 && run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        #expect(folder.contents.filter { $0 != "stdout" && $0 != "stderr" } == before)
    }
}
