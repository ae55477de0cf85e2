import Foundation
import TestSupport
import Testing

@testable import Media
@testable import Worlds

@Suite(.enabled(if: PictureFileTests.hasFFmpeg)) struct VideoCommentTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static func noise(_ seed: UInt8) -> Frame {
        var value = UInt32(seed) + 1
        return Frame(
            width: 33, height: 17,
            pixels: (0..<33 * 17 * 3).map { _ in
                value = value &* 1_664_525 &+ 1_013_904_223
                return UInt8(value >> 24)
            })
    }

    private func video(_ comment: VideoComment?, inPieces: Bool = true, then later: VideoComment? = nil) throws -> URL {
        let url = folder.file("v.mp4")
        let writer = try VideoWriter(url, width: 33, height: 17, inPieces: inPieces, comment: comment)
        for i in 0..<3 { try writer.append(Self.noise(UInt8(i))) }
        if let later { writer.comment = later }
        try writer.finish()
        return url
    }

    @Test(arguments: [true, false]) func whatIsSaidAtTheEndIsRead(inPieces: Bool) throws {
        let body = "{\"a\": \"é = ; # \\\\ \"}\n{}\n" + String(repeating: "{\"forward\":1}\n", count: 20_000)
        let url = try video(.init(.play, "{}"), inPieces: inPieces, then: .init(.play, body))
        #expect(try VideoComment.read(.play, of: url) == VideoComment(.play, body))
        #expect(try VideoReader.read(url).count == 3)
        #expect(folder.contents == ["v.mp4"])
    }

    @Test func whatIsSaidAtFirstIsThereInPieces() throws {
        let url = try video(.init(.generate, "{\"seed\":1}\n"))
        #expect(try VideoComment.find(url) == VideoComment(.generate, "{\"seed\":1}\n"))
        let text = Fixtures.sentence { _ = try VideoComment.read(.play, of: url) }
        #expect(text.contains("made by diorama generate, not by diorama play"))
    }

    @Test func aVideoOfAnotherProgramSaysSo() throws {
        let url = try video(nil)
        #expect(try VideoComment.find(url) == nil)
        #expect(Fixtures.sentence { _ = try VideoComment.read(.play, of: url) }.contains("carries no settings"))
    }

    /// Whatever lies in the file, it is refused or found to say something or nothing; no size in it is believed.
    @Test func damagedFilesAreRefused() throws {
        let url = try video(.init(.play, "{\"world\":\"x\"}"))
        let bytes = [UInt8](try Data(contentsOf: url))
        for cut in stride(from: 1, to: bytes.count, by: 37) {
            try Data(bytes[..<cut]).write(to: url)
            _ = try? VideoComment.find(url)
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var mutated = bytes
            for _ in 0..<8 {
                mutated[Int.random(in: 0..<bytes.count, using: &random)] = [0, 1, 0x7F, 0xFF].randomElement()!
            }
            try Data(mutated).write(to: url)
            _ = try? VideoComment.find(url)
        }
        try Data("no video at all".utf8).write(to: url)
        #expect(Fixtures.sentence { _ = try VideoComment.find(url) }.contains("holds no video: it is a text"))
        let huge: [UInt8] = [0, 0, 0, 1] + Array("moov".utf8) + [0x7F] + [UInt8](repeating: 0xFF, count: 7)
        try Data(bytes[..<Int(bytes[3])] + huge).write(to: url)
        #expect(Fixtures.sentence { _ = try VideoComment.find(url) }.contains("not read"))
    }

    @Test func aLosslessVideoKeepsEveryBit() throws {
        let (url, frames) = (folder.file("v.mp4"), (0..<4).map { Self.noise($0) })
        try VideoWriter.write(frames, to: url, lossless: true)
        #expect(try VideoReader.read(url) == frames)
    }
}
