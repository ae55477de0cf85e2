import Foundation
import Testing

@testable import Serving

@Suite("access to a server")
struct AccessTests {
    private func head(_ lines: [String]) -> RequestHead {
        RequestHead(Array((["GET /?token=t0k HTTP/1.1"] + lines).joined(separator: "\r\n").utf8))!
    }

    @Test("the page comes to whoever has the address, with nothing that another site could use")
    func page() throws {
        let server = try TestServer()
        defer { server.stop() }
        let answer = try TestClient.answer(
            server.port, ["GET /?token=\(server.token) HTTP/1.1", "Host: localhost:\(server.port)"])
        #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
        #expect(answer.contains("<canvas id=\"world\"") && !answer.contains("{{"))
        #expect(answer.contains("frame-ancestors 'none'") && answer.contains("Referrer-Policy: no-referrer"))
        #expect(!answer.lowercased().contains("access-control-allow"))
    }

    @Test("without the token, or from elsewhere, everything is refused in the same words")
    func refusals() throws {
        let server = try TestServer()
        defer { server.stop() }
        let host = "Host: 127.0.0.1:\(server.port)"
        let own = "/?token=\(server.token)"
        let wrong = String(server.token.reversed())
        let cases: [(String, [String], String)] = [
            ("/", [host], "it has no token"), ("/?token=", [host], "its token is another"),
            ("/?token=\(wrong)", [host], "its token is another"), ("/session", [host], "it has no token"),
            ("/session?token=\(wrong)", [host, "Upgrade: websocket"], "its token is another"),
            ("/etc/passwd", [host], "it has no token"), (own, [], "it names no host"),
            (own, ["Host: evil.example:\(server.port)"], "its host is 'evil.example"),
            (own, ["Host: 192.168.7.7:\(server.port)"], "its host is '192.168.7.7"),
            (own, ["Host: localhost:80; script-src *"], "its host is 'localhost:80;"),
            (own, [host, host], "it names no host"),
            (own, [host, "Origin: https://evil.example"], "its origin is 'https://evil.example'"),
            (own, [host, "Origin: null"], "its origin is 'null'"),
            (own, [host, "Origin: http://127.0.0.1:1"], "its origin is 'http://127.0.0.1:1'"),
            ("/session?token=\(server.token)", [host, "Origin: http://a.b", "Upgrade: websocket"], "its origin is"),
        ]
        var bodies: Set<String> = []
        for (target, lines, reason) in cases {
            let answer = try TestClient.answer(server.port, ["GET \(target) HTTP/1.1"] + lines)
            #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden"), "\(target) \(lines)")
            #expect(server.log.contains("refused: \(reason)"), "\(reason)")
            bodies.insert(answer)
        }
        #expect(bodies.count == 1)
        #expect(!server.log.contains(server.token) && !bodies.first!.contains(server.token))
    }

    @Test("what a stranger sends steers no terminal")
    func cleanLog() throws {
        let server = try TestServer()
        defer { server.stop() }
        _ = try TestClient.answer(
            server.port, ["GET /?token=\(server.token) HTTP/1.1", "Host: \u{1B}[2Jx", "Origin: \u{202E}"])
        #expect(server.log.contains("refused") && !server.log.contains("\u{1B}") && !server.log.contains("\u{202E}"))
    }

    @Test("nothing on disk is served")
    func noFiles() throws {
        let server = try TestServer()
        defer { server.stop() }
        for path in ["/etc/passwd", "/../../../../etc/passwd", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/page.js"]
        {
            let lines = ["GET \(path)?token=\(server.token) HTTP/1.1", "Host: localhost"]
            #expect(try TestClient.answer(server.port, lines).hasPrefix("HTTP/1.1 404"), "\(path)")
        }
        let posted = ["POST /?token=\(server.token) HTTP/1.1", "Host: localhost", "Content-Length: 0"]
        #expect(try TestClient.answer(server.port, posted).hasPrefix("HTTP/1.1 405"))
    }

    @Test("the token is one of 2^128, compared in whole")
    func tokens() {
        let tokens = Set((0..<100).map { _ in AccessRule.newToken() })
        #expect(tokens.count == 100 && tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        let rule = AccessRule(host: "127.0.0.1", token: "t0k")
        #expect(rule.refusal(head(["Host: localhost"])) == nil)
        #expect(AccessRule(host: "127.0.0.1", token: "t0kx").refusal(head(["Host: localhost"])) != nil)
        #expect(AccessRule(host: "127.0.0.1", token: "t1k").refusal(head(["Host: localhost"])) != nil)
    }

    @Test("hosts are names of this machine; where all addresses are listened on, any address")
    func hosts() {
        let (local, any) = (AccessRule(host: "::1", token: "t0k"), AccessRule(host: "0.0.0.0", token: "t0k"))
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1:65535", "[::1]:80"] {
            #expect(local.refusal(head(["Host: \(host)"])) == nil, "\(host)")
        }
        #expect(local.refusal(head(["Host: 10.0.0.1"])) != nil)
        #expect(any.refusal(head(["Host: 10.0.0.1:4242"])) == nil)
        #expect(any.refusal(head(["Host: evil.example"])) != nil)
        #expect(any.refusal(head(["Host: 10.0.0.1:4242", "Origin: http://10.0.0.1:4242"])) == nil)
    }
}
