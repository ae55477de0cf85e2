import Foundation
import Media
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

/// The real window under other keyboards, in odd sizes and on displays that go away.
@Suite(.serialized, .enabled(if: Display.missing == nil, "\(Display.missing ?? "")"), .timeLimit(.minutes(2)))
struct WindowKeyTests {
    private func actions(_ window: PlayedWindow) throws -> [Action] {
        try ActionLog(contentsOf: window.log).operations.compactMap {
            if case .action(let action) = $0 { action } else { nil }
        }
    }

    /// Keycode 25 is the key that a US keyboard calls W and a French one Z.
    @Test func keysGoByTheirPlace() throws {
        let display = try Display()
        guard try display.setLayout("fr") else { return }
        let window = try PlayedWindow(display, ["--checkpoint", "nano"])
        try window.play(4)
        try display.type("keydown", "25")
        try window.play(8)
        try display.type("keyup", "25")
        try display.type("keydown", "38")
        try window.play(8)
        try display.type("keyup", "38")
        try window.play(2)
        try window.pause()
        let before = try window.rested()
        // Its key is M's place on a US keyboard, which has a policy play.
        try display.type("key", "question")
        let keys = try window.rested()
        #expect(before != keys)
        try display.type("key", "Escape")
        #expect(try window.rested() == before)
        // By the letter: the key that a US keyboard calls A.
        try display.type("key", "ctrl+q")
        #expect(try window.end() < 5)
        #expect(window.status == 0)
        let actions = try actions(window)
        #expect(actions.contains { $0[.forward] == 1 } && actions.contains { $0[.left] == 1 })
        #expect(actions.allSatisfy { $0[.back] == 0 && $0[.right] == 0 })
    }

    @Test func lettersAreTheLayouts() throws {
        // Before a window is open SDL has a US layout.
        #expect(KeyName.label("W") == "W" && KeyName.label("Left") == "Left" && KeyName.label("Pad A") == "Pad A")
        #expect(KeyName.canonical("left shift") == "Left Shift" && KeyName.canonical("pad a") == "Pad A")
        #expect(
            KeyName.canonical("ctrl+q") == "Ctrl+Q" && KeyName.canonical("Qq") == nil && KeyName.canonical("") == nil)
    }

    @Test(arguments: [(40, 400), (400, 40), (1, 1), (90, 90)]) func noSizeIsTooSmall(width: Int, height: Int) throws {
        let window = try PlayedWindow(try Display(), ["--checkpoint", "nano"])
        try window.play(4)
        let id = try window.display.type("search", "--onlyvisible", "--name", "Diorama")
        try window.display.type("windowsize", id, "\(width)", "\(height)")
        try window.play(4)
        try window.display.type("key", "question")
        usleep(100_000)
        try window.display.type("key", "Escape", "key", "Escape")
        usleep(300_000)
        window.terminate()
        #expect(try window.end() < 5)
        #expect(window.status == 0)
    }

    @Test func actionsThatEndAreNotTheEnd() throws {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appendingPathComponent("\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("{\"forward\":1,\"repeat\":10}\n".utf8).write(to: file)
        let window = try PlayedWindow(
            try Display(), ["--checkpoint", "nano", "--actions", file.path, "--frames", "30", "--fps", "0"])
        try window.wait(for: "the end") { window.hasEnded }
        #expect(window.status == 0)
        let actions = try actions(window)
        #expect(actions.count >= 29 && actions[..<10].allSatisfy { $0[.forward] == 1 } && actions[12][.forward] == 0)
    }

    @Test func aDisplayThatGoesAwayLeavesTheRecording() throws {
        let window = try PlayedWindow(try Display(), ["--checkpoint", "nano"])
        try window.play(4)
        try window.display.type("key", "v")
        try window.play(20)
        window.display.stop()
        #expect(try window.end() < 15)
        let names = try FileManager.default.contentsOfDirectory(atPath: window.folder.path)
        let videos = names.filter { $0.hasPrefix("diorama-") }
        #expect(videos.count == 1 && videos[0].hasSuffix(".mp4"), "\(names)")
        #expect(try VideoReader.read(window.folder.appendingPathComponent(try #require(videos.first))).count >= 10)
    }
}
