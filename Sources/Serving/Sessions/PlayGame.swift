import Foundation
import Playing
import Synchronization
import Worlds

/// A game in the server's own time for one client: keys come in, pictures go out at the world's rate.
final class PlayGame: Sendable {
    private struct Wish {
        var format: PictureFormat
        var showsReference = false
        /// The client's clock: its zero on this machine's.
        var zero: ContinuousClock.Instant?
    }

    private let worlds: ServedWorlds
    private let socket: WebSocket
    private let session: PlaySession
    private let latest = LatestPicture()
    private let wish: Mutex<Wish>
    private let ended = DispatchGroup()
    /// The parts of a state file that came so far.
    private let parts = Mutex("")
    /// Bytes of a state file at most.
    private static let stateLimit = 8 << 20

    init(_ player: Player, bindings: Bindings, _ worlds: ServedWorlds, _ socket: WebSocket, format: PictureFormat) {
        (self.worlds, self.socket) = (worlds, socket)
        wish = Mutex(Wish(format: format))
        session = PlaySession(player, bindings: bindings, framesPerSecond: player.framesPerSecond)
        session.start(player, log: nil)
        let works: [@Sendable () -> Void] = [{ self.keepTime() }, { self.send() }]
        for work in works {
            ended.enter()
            let thread = Thread { [ended] in
                work()
                ended.leave()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    /// Ends the threads, and waits for them a moment.
    func stop() {
        latest.end()
        session.stop(patience: 5)
        _ = ended.wait(timeout: .now() + 5)
    }

    /// Takes each picture when it is due, whether or not the client is ready for it: the world goes on at its rate.
    private func keepTime() {
        while !session.isStopping {
            if let picture = session.takePicture() { latest.put(picture) }
            usleep(UInt32(session.millisecondsToPicture(atMost: 4)) * 1000)
        }
    }

    private func send() {
        var told: StatusMessage?
        var due = ContinuousClock.now
        do {
            while true {
                switch latest.take(within: 50) {
                case .ended: return
                case .none: break
                case .picture(let picture, let sequence, let skipped): try send(picture, sequence, skipped)
                }
                guard ContinuousClock.now >= due else { continue }
                due = .now + .milliseconds(100)
                let status = session.status
                let new = StatusMessage(status, label: worlds.label(status.settings.world))
                if new != told { try socket.send(ServerMessage.text(new)) }
                told = new
            }
        } catch { socket.close(1011, "writing failed") }
    }

    private func send(_ picture: Picture, _ sequence: Int, _ skipped: Int) throws {
        let (format, showsReference, zero) = wish.withLock { ($0.format, $0.showsReference, $0.zero) }
        var blobs = [try format.encode(picture.tinted)]
        if showsReference, let reference = picture.reference { blobs.append(try format.encode(reference)) }
        let keyed = picture.keyed.flatMap { keyed in zero.map { (keyed - $0) / .milliseconds(1) } }
        let header = PictureMessage(
            sequence: sequence, skipped: skipped, number: picture.number, branch: picture.branch,
            action: picture.action.values, keyed: keyed, immediate: picture.immediate, reading: picture.reading,
            format: format,
            width: picture.frame.width, height: picture.frame.height, bytes: blobs.map(\.count))
        try socket.send(ServerMessage.parts(header, blobs))
    }

    func take(_ message: ClientMessage) throws {
        switch message.op {
        case "shown": latest.shown(message.sequence ?? 0)
        case "key":
            guard let key = message.key, key.utf8.count <= 40 else { throw ProtocolError("'key' names a key") }
            let (level, time) = (message.level ?? 1, instant(message.time))
            guard (0...1).contains(level) else { throw ProtocolError("'level' lies in 0...1") }
            session.input { level > 0 ? $0.press(key, level: level, at: time) : $0.release(key, at: time) }
        case "mouse":
            let (x, y) = (message.x ?? 0, message.y ?? 0)
            guard abs(x) <= 100_000, abs(y) <= 100_000 else { throw ProtocolError("'x' and 'y' are pixels") }
            let scale = session.bindings.mouseSensitivity
            session.input { $0.move(turn: x * scale, look: -y * scale, at: instant(message.time)) }
        case "release": session.input { $0.releaseAll() }
        case "pause": session.send(.pause(message.value))
        case "step": session.send(.step)
        case "look": session.send(.look(try frame(message.frame)))
        case "move": session.send(.move(try frame(message.frames)))
        case "fork": session.send(.fork)
        case "branch": session.send(.nextBranch)
        case "restart": session.send(.restart)
        case "begin": session.send(.begin(try worlds.settings(message, from: session.status.settings)))
        case "prompt":
            guard session.status.takesPrompts else { throw worlds.promptRefusal(session.status.settings.world) }
            let words = message.prompt ?? ""
            guard words.utf8.count <= ActionLog.promptLimit else {
                throw ProtocolError("'prompt' has at most \(ActionLog.promptLimit) bytes")
            }
            session.send(.prompt(words))
        case "meters": session.set(measures: message.value ?? false)
        case "save": try socket.send(ServerMessage.text(ServerMessage.Saved(id: message.id, text: session.state())))
        case "load": try load(message)
        case "steps":
            guard let steps = message.steps, (1...64).contains(steps) else {
                throw ProtocolError("'steps' lies in 1...64")
            }
            session.send(.steps(steps))
        case "policy": session.send(.policy)
        case "reference": wish.withLock { $0.showsReference = message.value ?? false }
        case "pictures":
            let format = try PictureFormat(named: message.pictures, or: .jpeg)
            wish.withLock { $0.format = format }
        default: throw ProtocolError("there is no '\(message.op.prefix(40))' in the mode play")
        }
    }

    /// Takes a part of a state file, and goes on from it once it is whole.
    private func load(_ message: ClientMessage) throws {
        let text: String? = try parts.withLock { parts in
            parts += message.text ?? ""
            guard parts.utf8.count <= Self.stateLimit else {
                parts = ""
                throw ProtocolError("a state is \(Self.stateLimit >> 20) MB at most")
            }
            guard message.last ?? true else { return nil }
            defer { parts = "" }
            return parts
        }
        guard let text else { return }
        load(try worlds.game(ActionLog(text: text, name: "the game")))
    }

    /// Makes a game again and rests at its end.
    func load(_ game: (player: Player, log: ActionLog)) { session.send(.load(game.player, game.log)) }

    private func frame(_ number: Int?) throws -> Int {
        guard let number, abs(number) <= 1_000_000_000 else { throw ProtocolError("'\(number ?? 0)' is no frame") }
        return number
    }

    /// A moment of the client's clock on this machine's: its first one is taken for now, later ones by what lies between.
    private func instant(_ time: Double?) -> ContinuousClock.Instant {
        guard let time, time.isFinite, abs(time) < 1e12 else { return .now }
        let zero = wish.withLock { wish in
            let zero = wish.zero ?? .now - .milliseconds(1) * time
            wish.zero = zero
            return zero
        }
        return zero + .milliseconds(1) * time
    }
}
