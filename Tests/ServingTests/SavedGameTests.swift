import Foundation
import Testing

@testable import Serving

@Suite("games that come and go as files")
struct SavedGameTests {
    private func open(_ server: TestServer) throws -> TestSession {
        let session = try server.session()
        _ = try session.ask(#"{"op": "open", "protocol": 1, "mode": "play", "pictures": "raw"}"#)
        return session
    }

    private func shown(_ session: TestSession) throws -> TestSession.Message {
        let picture = try session.message("picture")
        try session.send(#"{"op": "shown", "sequence": \#(picture["sequence"]!)}"#)
        return picture
    }

    @Test("what one session saves, another goes on with, to the bit")
    func saveAndLoad() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try open(server)
        try session.send(#"{"op": "key", "key": "Right", "level": 1}"#)
        while try shown(session)["number"]! < 8 {}
        // The frame that is looked at is saved too.
        try session.send(#"{"op": "look", "frame": 6}"#)
        var picture = try shown(session)
        while picture["number"] != 6 { picture = try shown(session) }
        var text = ""
        while !text.contains(#"{"op":"look","frame":6}"#) {
            try session.send(#"{"op": "save", "id": 4}"#)
            text = try session.message("saved").header["text"] as! String
        }

        let other = try open(server)
        let (head, tail) = (text.prefix(40), text.dropFirst(40))
        for (part, last) in [(head, false), (tail, true)] {
            let json = try JSONSerialization.data(withJSONObject: ["op": "load", "text": String(part), "last": last])
            try other.send(String(decoding: json, as: UTF8.self))
        }
        var again = try shown(other)
        while again["number"] != 6 || again.blobs != picture.blobs { again = try shown(other) }
    }

    @Test("what is no game of a world that is served is refused, and the game goes on")
    func refusals() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try open(server)
        let texts = [
            "", "{", #"{"forward": 1}"#, #"{"world": "/etc", "scene": "", "seed": 1}"#,
            #"{"world": "reference", "scene": "", "seed": 1, "width": 4000, "height": 4000}"#,
        ]
        for text in texts {
            let json = try JSONSerialization.data(withJSONObject: ["op": "load", "text": text])
            try session.send(String(decoding: json, as: UTF8.self))
            #expect(try session.message("error").header["message"] as? String != "")
        }
        #expect(try shown(session)["number"] != nil)
    }

    @Test("meters are told with the pictures while they are on")
    func meters() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try open(server)
        #expect(try shown(session).header["reading"] == nil)
        try session.send(#"{"op": "meters", "value": true}"#)
        var picture = try shown(session)
        while picture.header["reading"] == nil { picture = try shown(session) }
        #expect((picture.header["reading"] as! [String: Double])["sharpness"]! > 0)
    }
}
