import Foundation
import Media
import TestSupport
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct PlayOutputTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static func frame(_ shade: UInt8) -> Frame {
        Frame(width: 32, height: 16, pixels: [UInt8](repeating: shade, count: 32 * 16 * 3))
    }

    private func play(_ name: String, _ shades: [UInt8]) throws {
        let output = try PlayOutput(folder.file(name).path + (name.hasSuffix("/") ? "/" : ""))
        for shade in shades { try output.append(Self.frame(shade)) }
        try output.finish()
    }

    private func refusal(_ name: String) -> String {
        do {
            try play(name, [1])
            return "accepted \(name)"
        } catch { return "\(error)" }
    }

    @Test func theNameSaysWhatIsWritten() throws {
        try play("x.png", [10, 20, 30])
        #expect(try PNG.read(folder.file("x.png")) == Self.frame(30))
        try play("x.GIF", [10, 20])
        try play("x.mp4", [10, 20, 30])
        #expect(try Data(contentsOf: folder.file("x.GIF")).starts(with: Array("GIF89a".utf8)))
        #expect(try VideoReader.read(folder.file("x.mp4")).count == 3)
        try play("pictures", [10, 20])
        try play("run-0.5/", [10])
        #expect(folder.contents == ["pictures", "run-0.5", "x.GIF", "x.mp4", "x.png"])
        try play("run-0.5", [10])
        for name in ["x.avi", "x.jpg", "x.webm", "x.mp5"] {
            #expect(refusal(name).contains(".mp4, .gif, .png or a folder"))
        }
    }

    @Test func filesAndFoldersAreNotMistaken() throws {
        try Data("mine".utf8).write(to: folder.file("f"))
        #expect(refusal("f").contains("f is a file: give a folder"))
        #expect(refusal("f/inside").contains("is a file"))
        #expect(refusal("none/x.mp4").contains("is not there"))
        try FileManager.default.createDirectory(at: folder.file("x.gif"), withIntermediateDirectories: true)
        #expect(refusal("x.gif").contains("x.gif is a folder"))
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "mine")
    }

    @Test func aSecondGameTakesTheFirstOnesPlaceAndNothingElse() throws {
        try play("s", [1, 2, 3, 4, 5])
        try Data("mine".utf8).write(to: folder.file("s/notes.txt"))
        try PNG.write(Self.frame(9), to: folder.file("s/poster.png"))
        try play("s", [7, 8])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("s").path).sorted()
        #expect(files == ["000000.png", "000001.png", "notes.txt", "poster.png"])
        #expect(try PNG.read(folder.file("s/000001.png")) == Self.frame(8))
        // Somebody else's numbered picture is no game's.
        try PNG.write(Self.frame(9), to: folder.file("s/000004.png"))
        #expect(refusal("s").contains("holds 000004.png, which is no picture of an earlier game"))
        #expect(try PNG.read(folder.file("s/000004.png")) == Self.frame(9))
        #expect(try PNG.read(folder.file("s/000000.png")) == Self.frame(7))
    }
}
