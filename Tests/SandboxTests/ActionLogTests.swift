import Foundation
import Testing
import Worlds

@testable import Sandbox

struct ActionLogTests {
    static func file(_ text: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jsonl")
        try Data(text.utf8).write(to: url)
        return url
    }

    @Test func aLogMakesTheSameRolloutAgain() throws {
        let settings = PlaySettings(world: "reference", scene: "table", seed: 12)
        var keys = KeyState()
        keys.down = ["W", "Right"]
        let action = keys.action(.standard)
        #expect(action[.forward] == 1 && action[.turn] == 1)
        var rollout = try Rollout(settings)
        var text = try ActionLog.header(settings)
        var frames: [Frame] = []
        for i in 0..<12 {
            let used = i % 3 == 0 ? Action.none() : action
            text += ActionLog.line(used, space: .standard)
            frames += try rollout.advance(used).map(\.world)
        }
        let url = try Self.file(text)
        defer { try? FileManager.default.removeItem(at: url) }
        let log = try ActionLog(contentsOf: url)
        #expect(log.settings == settings)
        var again: [Frame] = []
        try HeadlessPlay.run(try Rollout(log.settings!), actions: log.actions) { again.append($0) }
        #expect(Array(again.dropFirst()) == frames)
        #expect(Set(frames).count > 6)
    }

    @Test(arguments: ["[1]", "{\"fly\": 1}", "{\"forward\": \"x\"}", "{\"forward\": 1, \"repeat\": 1e9}", "{"])
    func badLinesNameTheirPlace(line: String) throws {
        let url = try Self.file("{\"forward\": 1}\n\(line)\n")
        defer { try? FileManager.default.removeItem(at: url) }
        do {
            _ = try ActionLog(contentsOf: url)
            Issue.record("accepted \(line)")
        } catch { #expect("\(error)".contains("line 2")) }
    }

    @Test func percentiles() {
        var statistics = FrameStatistics(window: 100)
        #expect(statistics.percentile(0.5) == 0)
        for i in 0..<200 { statistics.add(Double(i)) }
        #expect(statistics.percentile(0.5) == 150 && statistics.percentile(0.99) == 199)
    }
}
