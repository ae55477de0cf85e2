import Foundation
import TestSupport
import Testing
import Worlds

@testable import Episodes

/// What stands beside videos, written by nobody's recorder.
struct HostileRecordingsTests {
    let folder: TemporaryFolder
    init() throws {
        folder = try TemporaryFolder()
        try Data("none".utf8).write(to: folder.file("a.mp4"))
    }

    private let times = [0, 0.05, 0.1, 0.15]

    private func put(_ name: String, _ text: String) throws -> URL {
        try Data(text.utf8).write(to: folder.file(name))
        return folder.file(name)
    }

    private func sentence(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func numbersOutOfAllRangeAreNoActions() throws {
        let line = #"{"mouse":{"dx":1e308,"dy":-1e308,"buttons":[1e300,-1e19,0]},"keyboard":{"keys":[]}}"#
        _ = try put("a.jsonl", String(repeating: line + "\n", count: 4))
        let format = try VPTRecordings(folder.url)
        let actions = try format.actions(of: format.recordings[0], times: times)
        #expect(actions.count == 4 && actions.allSatisfy { $0.values.allSatisfy(\.isFinite) })
        #expect(actions.allSatisfy { $0[.use] == 0 || $0.values.contains(1) })
        let way = (0..<3).map { _ in "0.01,MOUSE_MOVE,\"[1e308, -1e308]\"\n" }.joined()
        _ = try put("inputs.csv", "timestamp,event_type,event_args\n0,START,[]\n" + way)
        let clock = try OwlControlRecordings(folder.url)
        let moved = try clock.actions(of: clock.recordings[0], times: times)
        #expect(moved.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }

    @Test func aFewLinesThatStandForMillionsAreNotWrittenOut() throws {
        _ = try put("a.actions.jsonl", String(repeating: "{\"go\":1,\"repeat\":1000000}\n", count: 10))
        let format = try OwnRecordings(folder.url)
        let message = sentence { _ = try format.actions(of: format.recordings[0], times: times) }
        #expect(message.contains("10000000 lines for 4 pictures"))
    }

    @Test func repeatsAndAMarkAtTheBeginningAreRead() throws {
        _ = try put("a.actions.jsonl", "\u{feff}{\"forward\":1,\"repeat\":2}\r\n{\"turn\":0.5}\r\n")
        let format = try OwnRecordings(folder.url)
        let actions = try format.actions(of: format.recordings[0], times: times)
        #expect(actions.map { $0[.forward] } == [0, 1, 1, 0] && actions[3][.turn] == 0.5)
        _ = try put("a.actions.jsonl", "{\"forward\":1,\"repeat\":2}\n\n{\"turn\":5}\n")
        #expect(
            sentence { _ = try format.actions(of: format.recordings[0], times: times) }.contains(
                "line 3"))
    }

    @Test func aliasesOfEffectsStandForFewValues() throws {
        let bomb = (1...9).reduce("turn: &a0 {kind: turn, degrees: 6}\n") { text, i in
            text + "x\(i): &a\(i) [\((0..<9).map { _ in "*a\(i - 1)" }.joined(separator: ", "))]\n"
        }
        let file = try put("effects.yaml", bomb)
        #expect(sentence { _ = try EffectsFile.apply(file, to: .standard) }.contains("aliases"))
        let sound = try put("sound.yaml", "\u{feff}turn: {kind: turn, degrees: 6}\r\n")
        let space = try EffectsFile.apply(sound, to: .standard)
        #expect(space.channels[space.index(of: "turn")!].effect == .turn(degrees: 6))
    }
}
