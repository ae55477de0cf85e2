import Foundation
import Playing
import Testing

@testable import Serving

@Suite("hostile and unlucky clients")
struct HostileClientTests {
    /// Messages that are none, and what is right in none of them.
    static let malformed = [
        "", "{", "[]", "null", "17", "\"open\"", "{\"op\": 3}", "{\"op\": \"dance\"}", "{\"op\": \"step\"}",
        "{\"op\": \"step\", \"actions\": [[1, 2]]}", "{\"op\": \"step\", \"actions\": [[1e30, 0, 0, 0, 0, 0, 0, 0]]}",
        "{\"op\": \"step\", \"actions\": [[0, 0, 0, 0, 0, 0, 0, 0]], \"frames\": -1}",
        "{\"op\": \"step\", \"actions\": [[0, 0, 0, 0, 0, 0, 0, 0]], \"frames\": 1000000000}",
        "{\"op\": \"step\", \"lanes\": [0, 0], \"actions\": [[], []]}", "{\"op\": \"reset\", \"lane\": -1}",
        "{\"op\": \"reset\", \"lane\": 99999999999999999999}", "{\"op\": \"reset\", \"seed\": -1}",
        "{\"op\": \"reset\", \"width\": 100000}", "{\"op\": \"reset\", \"world\": \"/etc/passwd\"}",
        "{\"op\": \"reset\", \"scene\": \"../../x\"}", "{\"op\": \"reset\", \"episode\": \"/etc/passwd\"}",
        "{\"op\": \"restore\", \"snapshot\": 12345}", "{\"op\": \"snapshot\", \"lane\": 63}",
        "{\"op\": \"reset\", \"prompt\": \"a red ball\"}", String(repeating: "[", count: 60_000),
        "{\"op\": \"" + String(repeating: "x", count: 50_000) + "\"}",
    ]

    @Test("ten thousand malformed messages are answered, and change nothing")
    func malformedMessages() throws {
        let server = try TestServer()
        defer { server.stop() }
        let session = try server.agent()
        let before = try session.ask(#"{"op": "reset", "seed": 5}"#).blobs
        for number in 0..<10_000 {
            try session.send(Self.malformed[number % Self.malformed.count])
            #expect(try session.message().type == "error")
        }
        let action = #"{"op": "step", "actions": [[1, 0, 0, 0, 0, 0, 0, 0]]}"#
        let (stepped, other) = (try session.ask(action), try server.agent())
        #expect(try other.ask(#"{"op": "reset", "seed": 5}"#).blobs == before)
        #expect(try other.ask(action).blobs == stepped.blobs)
        #expect(server.log.split(separator: "\n").count < 30)
    }

    @Test("ten thousand frames that are none, or too long, end their sessions with the code that says why")
    func malformedFrames() throws {
        let server = try TestServer { $0.sessionLimit = 1000 }
        defer { server.stop() }
        let text = Array("{}".utf8)
        let frames: [(Int, (TestSession) throws -> Void)] = [
            (1009, { try $0.frame(0x81, text, count: 1 << 40) }), (1009, { try $0.frame(0x81, text, count: 70_000) }),
            (1002, { try $0.frame(0xC1, text) }), (1002, { try $0.frame(0x83, text) }),
            (1002, { try $0.frame(0x80, text) }), (1002, { try $0.client.send([0x81, 2, 123, 125]) }),
            (1002, { try $0.frame(0x09, text) }), (1002, { try $0.frame(0x89, [UInt8](repeating: 0, count: 126)) }),
            (1002, { try $0.client.send([0x81, 0xFE, 0, 5, 0, 0, 0, 0]) }), (1003, { try $0.frame(0x82, text) }),
            (1007, { try $0.frame(0x81, [0xFF, 0xFE]) }),
            (
                1009,
                { session in
                    for part in 0..<3 { try session.frame(part == 0 ? 1 : 0, [UInt8](repeating: 32, count: 30_000)) }
                }
            ),
        ]
        for number in 0..<10_000 {
            let (code, send) = frames[number % frames.count]
            let session = try server.session()
            try send(session)
            #expect(try session.closeCode() == code, "frame \(number % frames.count)")
        }
        #expect(server.waitForSessions())
    }

    @Test("requests that are none, and endless ones, are ended")
    func requests() throws {
        let server = try TestServer()
        defer { server.stop() }
        for text in [
            "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9\r\n\r\n", "\u{0}\u{1}\r\n\r\n", "GET / HTTP/1.1\r\nx\r\n\r\n",
        ] {
            let client = try TestClient(port: server.port)
            try client.send(Array(text.utf8))
            #expect(client.readAll().hasPrefix("HTTP/1.1 400"), "\(text)")
        }
        let endless = try TestClient(port: server.port)
        try? endless.send([UInt8](repeating: 65, count: 1 << 20))
        #expect(!endless.readAll().contains("200"))
        #expect(try server.agent().ask(#"{"op": "reset"}"#).type == "state")
    }

    @Test("connections that drop in the middle leave nothing behind")
    func drops() throws {
        let server = try TestServer { $0.sessionLimit = 300 }
        defer { server.stop() }
        for number in 0..<200 {
            let session = try server.session()
            let mode = number % 2 == 0 ? "play" : "step"
            try session.send(#"{"op": "open", "protocol": 1, "mode": "\#(mode)"}"#)
            if number % 3 == 0 { _ = try session.message() }
            if number % 5 == 0 { try session.client.send([0x81, 0xFE, 1]) }
        }
        #expect(server.waitForSessions())
        #expect(try server.agent().ask(#"{"op": "reset"}"#).type == "state")
    }

    @Test("of a hundred connections at once some are turned away, and the next one is served")
    func crowd() throws {
        let server = try TestServer { ($0.connectionLimit, $0.sessionLimit) = (20, 3) }
        defer { server.stop() }
        do {
            let clients = try (0..<100).map { _ in try TestClient(port: server.port, patience: 1) }
            let sessions = (0..<3).compactMap { _ in try? server.session() }
            #expect(sessions.count <= 3 && clients.count == 100)
            for client in clients { try? client.send(Array("GET ".utf8)) }
        }
        #expect(server.waitForSessions())
        var answer: TestSession.Message?
        for _ in 0..<100 where answer == nil {
            answer = try? server.agent().ask(#"{"op": "reset"}"#)
            if answer == nil { usleep(50_000) }
        }
        #expect(answer?.type == "state")
        #expect(server.log.contains("refused: 20 connections are open"))
    }

    @Test("a session too many is told so")
    func sessions() throws {
        let server = try TestServer { $0.sessionLimit = 2 }
        defer { server.stop() }
        let kept = try (0..<2).map { _ in try server.agent() }
        #expect(try server.session().closeCode() == 1013)
        #expect(try kept[1].ask(#"{"op": "reset"}"#).type == "state")
    }

    @Test("a client that says nothing is let go")
    func idle() throws {
        let server = try TestServer { $0.idle = .milliseconds(300) }
        defer { server.stop() }
        #expect(try server.session().closeCode() == 1001)
        let watching = try server.session()
        _ = try watching.ask(#"{"op": "open", "protocol": 1, "mode": "play"}"#)
        #expect(try watching.closeCode() == 1001)
    }
}
