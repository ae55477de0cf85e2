import Foundation
import Media
import Playing
import Testing
import Worlds

@testable import Serving

@Suite("agents on a server")
struct StepTests {
    private static let actions: [[Float]] = (0..<30).map { frame in
        var action: [Float] = [1, 0, 0, 0, 0, 0, 0, 0.125]
        action[3] = frame % 3 == 0 ? 1 : 0
        action[4] = frame == 7 ? 1 : 0
        action[6] = Float(frame % 5) / 4 - 0.37
        return action
    }

    private func text(_ action: [Float]) -> String { "[" + action.map { "\($0)" }.joined(separator: ",") + "]" }

    /// What `diorama play` makes of them.
    private func frames(seed: UInt64) throws -> [Frame] {
        var settings = PlaySettings(world: "reference", scene: "meadow", seed: seed)
        (settings.width, settings.height) = (64, 48)
        var frames: [Frame] = []
        _ = try HeadlessPlay.run(
            Player(settings), Self.actions.map { .action(Action(values: $0)) }, frame: { frames.append($0.frame) })
        return frames
    }

    @Test("one seed and the same actions make the same pictures as play, bit for bit", arguments: ["raw", "png"])
    func same(format: String) throws {
        let server = try TestServer()
        defer { server.stop() }
        let agent = try server.agent(#", "pictures": "\#(format)""#)
        var shown = [try agent.ask(#"{"op": "reset", "seed": 1000000011}"#).blobs[0]]
        for action in Self.actions {
            shown.append(try agent.ask(#"{"op": "step", "actions": [\#(text(action))]}"#).blobs[0])
        }
        let wanted = try frames(seed: 1_000_000_011)
        #expect(shown.count == wanted.count)
        for (bytes, frame) in zip(shown, wanted) {
            #expect(format == "raw" ? bytes == frame.pixels : try PNG.decode(Data(bytes)) == frame)
        }
    }

    @Test("lanes go their own ways, snapshots bring back, forks part")
    func lanes() throws {
        let server = try TestServer()
        defer { server.stop() }
        let agent = try server.agent(#", "truth": "state""#)
        let (left, right) = ("[1,0,0,0,0,0,-1,0]", "[1,0,0,0,0,0,1,0]")
        _ = try agent.ask(#"{"op": "reset", "seed": 3}"#)
        let kept = try agent.ask(#"{"op": "snapshot"}"#)["snapshot"]!
        let first = try agent.ask(#"{"op": "step", "actions": [\#(left)], "frames": 4}"#)
        #expect((first.header["lanes"] as? [[String: Any]])?[0]["number"] as? Int == 4)
        #expect((first.header["lanes"] as? [[String: Any]])?[0]["truth"] != nil)
        _ = try agent.ask(#"{"op": "restore", "snapshot": \#(kept), "lane": 1}"#)
        let both = try agent.ask(#"{"op": "step", "lanes": [1, 0], "actions": [\#(left), \#(right)], "frames": 4}"#)
        #expect(both.blobs[0] == first.blobs[0] && both.blobs[1] != first.blobs[0])
        _ = try agent.ask(#"{"op": "drop", "lane": 1, "snapshot": \#(kept)}"#)
        #expect(try agent.ask(#"{"op": "restore", "snapshot": \#(kept)}"#).type == "error")
    }

    @Test("a lane that cannot be stepped leaves the others where they were")
    func whole() throws {
        let server = try TestServer()
        defer { server.stop() }
        let agent = try server.agent()
        let still = "[0,0,0,0,0,0,0,0]"
        let wrong = try agent.ask(#"{"op": "step", "id": 9, "lanes": [0, 5], "actions": [\#(still), \#(still)]}"#)
        #expect(wrong.type == "error" && wrong["id"] == 9)
        let lanes = try agent.ask(#"{"op": "step", "actions": [\#(still)]}"#).header["lanes"] as? [[String: Any]]
        #expect(lanes?[0]["number"] as? Int == 1)
    }

    @Test("lanes and snapshots are bounded, other protocols and words refused")
    func bounds() throws {
        let server = try TestServer()
        defer { server.stop() }
        let agent = try server.agent()
        for _ in 0..<63 { #expect(try agent.ask(#"{"op": "snapshot"}"#).type == "state") }
        #expect(try agent.ask(#"{"op": "snapshot"}"#).type == "error")
        let other = try server.session()
        #expect(try other.ask(#"{"op": "open", "protocol": 2, "mode": "step"}"#).type == "error")
        #expect(try other.ask(#"{"op": "step"}"#).type == "error")
        let words = try agent.ask(#"{"op": "reset", "prompt": "a red ball falls in"}"#)
        #expect((words.header["message"] as? String)?.contains("without words") == true)
    }
}
