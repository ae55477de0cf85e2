import Foundation
import Media
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct RecordingTests {
    private static func picture(_ shade: UInt8, width: Int = 32) -> Picture {
        let frame = Frame(width: width, height: 16, pixels: [UInt8](repeating: shade, count: width * 16 * 3))
        let reference = Frame(width: width, height: 16, pixels: [UInt8](repeating: 255 - shade, count: width * 16 * 3))
        return Picture(frame: frame, reference: reference, number: 0, branch: 0, action: .none())
    }

    private static func url() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).mp4")
    }

    @Test func bothPicturesAreRecordedSideBySide() throws {
        let url = Self.url()
        defer { try? FileManager.default.removeItem(at: url) }
        let recorder = try VideoRecorder(url, first: Self.picture(30), isSplit: true)
        for i in 0..<20 { recorder.append(Self.picture(30 + UInt8(i))) }
        recorder.finish()
        #expect(recorder.wait(patience: 30) == .saved(frames: 20))
        let frames = try VideoReader.read(url)
        #expect(frames.count == 20 && frames[0].width == 64 && frames[0].height == 16)
        #expect(abs(Int(frames[0].pixels[0]) - 30) < 8 && abs(Int(frames[0].pixels[63 * 3]) - 225) < 8)
    }

    @Test func anotherSizeEndsTheRecordingAndKeepsIt() throws {
        let url = Self.url()
        defer { try? FileManager.default.removeItem(at: url) }
        let recorder = try VideoRecorder(url, first: Self.picture(30))
        recorder.append(Self.picture(30))
        recorder.append(Self.picture(30, width: 48))
        #expect(recorder.trouble?.contains("another size") == true)
        recorder.finish()
        #expect(recorder.wait(patience: 30) == .saved(frames: 1))
    }

    @Test func aFullDiskIsRefused() throws {
        #expect(throws: (any Error).self) {
            try VideoRecorder(Self.url(), first: Self.picture(1), spareBytes: .max - 1)
        }
    }

    @Test func aLogThatCannotBeWrittenSaysSoOnce() throws {
        let player = try Player(PlaySettings(world: "counting"), registry: CountingWorld.registry)
        let full = URL(fileURLWithPath: "/dev/full")
        let writer = LogWriter(full, handle: try FileHandle(forWritingTo: full))
        #expect(throws: PlayRefusal.self) { try writer.append(.action(.none()), player) }
        try writer.append(.action(.none()), player)
        try writer.append(.restart, player)
    }
}
