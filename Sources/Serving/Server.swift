import Foundation
import Playing
import Synchronization
import Tensors

/// Serves worlds over HTTP and WebSocket on this machine: a page that plays, and the protocol of docs/protocol.md.
public final class Server: Sendable {
    private struct State {
        var connections: [Int: TCPSocket] = [:]
        var sessions = 0
        var opened = 0
    }

    /// Seconds that a request's head may take.
    private static let headPatience = Duration.seconds(10)
    public let port: Int
    let settings: ServerSettings
    let worlds: ServedWorlds
    let log: ServeLog
    private let listening: ListeningSocket
    private let state = Mutex(State())

    /// Listens from here on; `log` hears a line for every session and refusal.
    public init(
        _ settings: ServerSettings, worlds: ServedWorlds,
        log: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
    ) throws {
        (self.settings, self.worlds, self.log) = (settings, worlds, ServeLog(log))
        listening = try ListeningSocket(host: settings.access.host, port: settings.port)
        port = listening.port
    }

    /// What to open in a browser.
    public var address: String {
        let host = settings.access.host
        let shown = host.contains(":") ? "[\(host)]" : host
        return "http://\(shown):\(port)/?token=\(settings.access.token)"
    }

    /// Sessions that are open.
    public var sessionCount: Int { state.withLock { $0.sessions } }

    /// Takes connections until `stop` says so, then ends all of them.
    public func run(until stop: () -> Bool) {
        while !stop() {
            guard let socket = listening.accept(within: 100) else { continue }
            let number: Int? = state.withLock { state in
                guard state.connections.count < settings.connectionLimit else { return nil }
                state.opened += 1
                state.connections[state.opened] = socket
                return state.opened
            }
            guard let number else {
                log.tell("refused: \(settings.connectionLimit) connections are open")
                continue
            }
            let thread = Thread { [self] in
                serve(socket)
                _ = state.withLock { $0.connections.removeValue(forKey: number) }
            }
            // Agents' worlds are stepped here.
            thread.stackSize = 1 << 23
            thread.start()
        }
        state.withLock { for socket in $0.connections.values { socket.shutDown() } }
        let end = ContinuousClock.now + .seconds(5)
        while state.withLock({ !$0.connections.isEmpty }), .now < end { usleep(10_000) }
    }

    private func serve(_ socket: TCPSocket) {
        var reader = ByteReader(socket)
        let deadline = ContinuousClock.now + Self.headPatience
        guard
            let bytes = try? reader.take(before: Array("\r\n\r\n".utf8), limit: RequestHead.byteLimit, until: deadline),
            let head = RequestHead(bytes)
        else {
            log.tell("refused: a request that is none")
            try? Response("400 Bad Request", "This is no HTTP request.\n").write(to: socket)
            return
        }
        if let reason = settings.access.refusal(head) {
            log.tell("refused: \(reason)")
            try? Response.refusal.write(to: socket)
        } else if head.method != "GET" || head.hasBody {
            try? Response("405 Method Not Allowed", "Only GET is served.\n").write(to: socket)
        } else if head.path == "/" {
            try? Page.response(host: head["host"] ?? "").write(to: socket)
        } else if head.path == "/session" {
            upgrade(socket, head, reader)
        } else {
            try? Response("404 Not Found", "There is nothing here.\n").write(to: socket)
        }
    }

    private func upgrade(_ socket: TCPSocket, _ head: RequestHead, _ reader: ByteReader) {
        guard head.lists("websocket", in: "upgrade"), head.lists("upgrade", in: "connection"),
            let key = head["sec-websocket-key"], Data(base64Encoded: key)?.count == 16
        else {
            try? Response("400 Bad Request", "This address speaks WebSocket.\n").write(to: socket)
            return
        }
        guard head["sec-websocket-version"] == "13" else {
            let version = [("Sec-WebSocket-Version", "13")]
            try? Response("426 Upgrade Required", "WebSocket 13 is spoken here.\n", headers: version).write(to: socket)
            return
        }
        let lines = [
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: \(WebSocket.accept(key))", "", "",
        ]
        let web = WebSocket(socket)
        do { try Array(lines.joined(separator: "\r\n").utf8).withUnsafeBytes { try socket.write($0) } } catch { return }
        let mayOpen = state.withLock { state in
            guard state.sessions < settings.sessionLimit else { return false }
            state.sessions += 1
            return true
        }
        guard mayOpen else {
            log.tell("refused: \(settings.sessionLimit) sessions are open")
            return web.close(1013, "\(settings.sessionLimit) sessions are open; try again later")
        }
        var session = Session(self, web, reader)
        session.run()
        state.withLock { $0.sessions -= 1 }
    }
}
