import Foundation
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct ActionLogTests {
    static func file(_ text: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jsonl")
        try Data(text.utf8).write(to: url)
        return url
    }

    @Test func aLogMakesTheSameGameAgain() throws {
        let settings = PlaySettings(world: "reference", scene: "table", seed: 12)
        var keys = InputState()
        keys.press("W")
        keys.press("Right")
        let action = keys.take(Bindings(.standard)).action
        #expect(action[.forward] == 1 && action[.turn] == 1)
        let url = try Self.file("")
        defer { try? FileManager.default.removeItem(at: url) }
        var player = try Player(settings)
        let writer = try LogWriter(url, settings: settings, space: .standard)
        var frames = [player.picture.frame]
        var operations = [PlayOperation](repeating: .action(action), count: 8)
        operations += [.action(.none()), .fork(5), .action(.none()), .action(action), .branch(0), .rewind(3)]
        operations += [.action(action), .restart, .action(action)]
        for operation in operations {
            if let picture = try player.apply(operation) { frames.append(picture.frame) }
            try writer.append(operation, player)
        }
        let log = try ActionLog(contentsOf: url)
        #expect(log.settings == settings && log.operations == operations)
        var again: [Frame] = []
        _ = try HeadlessPlay.run(try Player(log.settings!), log.operations) { again.append($0.frame) }
        #expect(again == frames)
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
        #expect(statistics.percentile(0.5) == 149 && statistics.percentile(0.99) == 198)
    }
}
