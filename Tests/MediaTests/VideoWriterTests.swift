import Foundation
import TestSupport
import Testing

@testable import Media
@testable import Worlds

@Suite(.enabled(if: PictureFileTests.hasFFmpeg)) struct VideoWriterTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static func frame(_ shade: UInt8 = 90) -> Frame {
        Frame(width: 32, height: 16, pixels: [UInt8](repeating: shade, count: 32 * 16 * 3))
    }

    private func write(_ name: String) throws {
        let writer = try VideoWriter(folder.file(name), width: 32, height: 16)
        for shade in 0..<25 { try writer.append(Self.frame(UInt8(60 + 2 * shade))) }
        #expect(folder.contents == [name])
        try writer.finish()
        #expect(folder.contents == [name])
    }

    @Test func aVideoThatIsThereStaysUntilTheNextIsWhole() throws {
        let url = folder.file("v.mp4")
        try VideoWriter.write([Self.frame()], to: url)
        let before = try Data(contentsOf: url)
        let writer = try VideoWriter(url, width: 32, height: 16)
        for _ in 0..<2 { try writer.append(Self.frame()) }
        #expect(folder.contents == ["v.mp4", "v.mp4.part"])
        #expect(try Data(contentsOf: url) == before)
        try writer.finish()
        #expect(folder.contents == ["v.mp4"])
        #expect(try VideoReader.read(url).count == 2)
    }

    @Test(arguments: ["v.mp4", "50%d.mp4", "a:b.mp4"]) func itWritesTheFileThatIsNamed(name: String) throws {
        try write(name)
        let frames = try VideoReader.read(folder.file(name))
        #expect(frames.count == 25 && abs(Int(frames[24].pixels[0]) - 108) < 4)
    }

    @Test func aGIFHasEveryPicture() throws {
        try write("v.gif")
        let bytes = try Data(contentsOf: folder.file("v.gif"))
        // A graphic control extension for each.
        let pictures = bytes.indices.dropLast(2).count { Array(bytes[$0..<$0 + 3]) == [0x21, 0xF9, 4] }
        #expect(bytes.starts(with: Array("GIF89a".utf8)) && pictures == 25)
    }

    @Test func twoAtATimeAreRefused() throws {
        let url = folder.file("v.mp4")
        let writer = try VideoWriter(url, width: 32, height: 16)
        try writer.append(Self.frame())
        let message = Fixtures.sentence { _ = try VideoWriter(url, width: 32, height: 16) }
        #expect(message.contains("being written by another process"))
        try writer.finish()
        #expect(try VideoReader.read(url).count == 1)
    }

    @Test func aFolderIsNotReplaced() throws {
        let url = folder.file("v.mp4")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        #expect(Fixtures.sentence { _ = try VideoWriter(url, width: 32, height: 16) }.contains("is a folder"))
    }

    @Test func whatIsLetGoOfLeavesNothing() throws {
        do {
            let writer = try VideoWriter(folder.file("v.mp4"), width: 32, height: 16)
            try writer.append(Self.frame())
        }
        #expect(folder.contents.isEmpty)
    }
}
