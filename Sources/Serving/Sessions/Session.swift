import Foundation
import Playing

/// One client's conversation, from its first message to its last.
struct Session {
    private enum Mode {
        case play(PlayGame)
        case step(StepGame)
    }

    private let server: Server
    private let socket: WebSocket
    private var reader: ByteReader
    private var mode: Mode?

    init(_ server: Server, _ socket: WebSocket, _ reader: ByteReader) {
        (self.server, self.socket, self.reader) = (server, socket, reader)
    }

    /// Until either side ends it.
    mutating func run() {
        defer { if case .play(let game)? = mode { game.stop() } }
        var deadline = ContinuousClock.now + server.settings.idle
        var isTold = false
        do {
            while let data = try socket.message(&reader, until: deadline) {
                var id: Int?
                do {
                    let message = try ClientMessage(data)
                    id = message.id
                    if message.op != "shown" { deadline = .now + server.settings.idle }
                    try answer(message)
                } catch let error where error is WebSocket.Violation || error is TCPSocket.Failure {
                    throw error
                } catch {
                    // One line tells that a client talks nonsense, however much of it comes.
                    if !isTold { server.log.tell("a client was told: \(error)") }
                    isTold = true
                    try socket.send(ServerMessage.text(ServerMessage.Failure(id: id, message: "\(error)")))
                }
            }
        } catch let violation as WebSocket.Violation {
            server.log.tell("a session ended: \(violation.words)")
            socket.close(violation.code, violation.words)
        } catch TCPSocket.Failure.late {
            server.log.tell("a session ended: its client was idle")
            socket.close(1001, "idle")
        } catch {}
    }

    private mutating func answer(_ message: ClientMessage) throws {
        switch mode {
        case .play(let game): try game.take(message)
        case .step(let game): try game.take(message)
        case nil: try open(message)
        }
    }

    private mutating func open(_ message: ClientMessage) throws {
        guard message.op == "open" else { throw ProtocolError("the first message is 'open'") }
        guard message.protocol == ServerMessage.version else {
            throw ProtocolError("this server speaks protocol \(ServerMessage.version)")
        }
        let worlds = server.worlds
        let settings = try worlds.settings(message, from: worlds.usual)
        switch message.mode {
        case "play":
            let format = try PictureFormat(named: message.pictures, or: .jpeg)
            let player = try Player(settings, registry: worlds.registry)
            let bindings = try server.settings.bindings(player)
            var opened = OpenedMessage(id: message.id, mode: "play", player.timeline.tip, worlds, settings)
            opened.describe(bindings)
            try socket.send(ServerMessage.text(opened))
            let game = PlayGame(player, bindings: bindings, worlds, socket, format: format)
            mode = .play(game)
            if let begun = worlds.begun { game.load(try worlds.game(begun)) }
        case "step":
            mode = .step(try StepGame(settings, message, worlds, socket))
        default: throw ProtocolError("'mode' is play or step")
        }
        server.log.tell("a session began: \(message.mode ?? "") \(worlds.label(settings.world))")
    }
}
