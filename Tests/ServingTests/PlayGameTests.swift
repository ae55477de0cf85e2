import Foundation
import Testing

@testable import Serving

@Suite("a game on a server")
struct PlayGameTests {
    private func game(_ server: TestServer, _ more: String = "") throws -> TestSession {
        let session = try server.session()
        let opened = try session.ask(#"{"op": "open", "protocol": 1, "mode": "play"\#(more)}"#)
        #expect(opened.type == "opened" && opened["protocol"] == 1)
        return session
    }

    private func shown(_ session: TestSession) throws -> TestSession.Message {
        let picture = try session.message("picture")
        try session.send(#"{"op": "shown", "sequence": \#(picture["sequence"]!)}"#)
        return picture
    }

    @Test("a key moves the world, and comes back with the client's own time")
    func keys() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try game(server, #", "pictures": "raw""#)
        #expect(try shown(session).blobs[0].count == 64 * 48 * 3)
        try session.send(#"{"op": "key", "key": "W", "level": 1, "time": 12345.5}"#)
        var picture = try shown(session)
        while (picture.header["action"] as! [Double])[0] == 0 { picture = try shown(session) }
        #expect(abs((picture.header["keyed"] as? Double ?? 0) - 12345.5) < 0.01)
        try session.send(#"{"op": "release"}"#)
        while (picture.header["action"] as! [Double])[0] != 0 { picture = try shown(session) }
    }

    @Test("who shows nothing is sent nothing more, and then the newest")
    func skips() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try game(server)
        let first = try (0..<4).map { _ in try session.message("picture") }
        #expect(first.map { $0["sequence"] } == [1, 2, 3, 4])
        let number = first[3]["number"]!
        // The world goes on meanwhile; another picture does not come.
        var status = try session.message()
        while status["end"] ?? 0 < number + 12 {
            status = try session.message()
            #expect(status.type == "status")
        }
        try session.send(#"{"op": "shown", "sequence": 4}"#)
        let next = try shown(session)
        #expect(next["sequence"] == 5 && next["number"]! > number + 8 && next["skipped"]! > 7)
    }

    @Test("pause, look back, fork and go on")
    func timeline() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try game(server)
        var number = 0
        while number < 12 { number = try shown(session)["number"]! }
        try session.send(#"{"op": "look", "frame": 3}"#)
        while number != 3 { number = try shown(session)["number"]! }
        try session.send(#"{"op": "fork"}"#)
        try session.send(#"{"op": "pause", "value": false}"#)
        var picture = try shown(session)
        while picture["branch"] != 1 || picture["number"]! < 5 { picture = try shown(session) }
        var status = try session.message("status")
        while (status.header["branches"] as! [Any]).count < 2 { status = try session.message("status") }
    }

    @Test("other seeds and pictures by wish; other files never")
    func wishes() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try game(server)
        #expect(try shown(session).blobs[0].starts(with: [0xFF, 0xD8]))
        try session.send(#"{"op": "pictures", "pictures": "png"}"#)
        while !(try shown(session).blobs[0].starts(with: [0x89, 0x50])) {}
        try session.send(#"{"op": "begin", "seed": 77, "scene": "table"}"#)
        while true {
            let message = try session.message()
            if message.type == "picture" { try session.send(#"{"op": "shown", "sequence": \#(message["sequence"]!)}"#) }
            if message["seed"] == 77 { break }
        }
        for wish in [#""world": "/etc""#, #""world": "episode:/tmp""#, #""episode": "/tmp:0""#, #""prompt": "rain""#] {
            try session.send("{\"op\": \"begin\", \(wish)}")
            #expect(try session.message("error").header["message"] != nil)
        }
    }
}
