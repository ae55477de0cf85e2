import Foundation
import Playing
import Synchronization

@testable import Serving

/// A server of the simulator on a free port, on a thread of its own, and what it said.
final class TestServer: Sendable {
    let server: Server
    private let box: Box
    private let stopping = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    init(_ change: (inout ServerSettings) -> Void = { _ in }) throws {
        var usual = PlaySettings(world: "reference", scene: "meadow", seed: 1_000_000_007)
        (usual.width, usual.height) = (64, 48)
        var settings = ServerSettings(access: AccessRule(host: "127.0.0.1"), port: 0)
        change(&settings)
        let box = Box()
        server = try Server(settings, worlds: ServedWorlds(usual)) { text in box.text.withLock { $0 += text } }
        self.box = box
        let thread = Thread { [self] in
            server.run { stopping.withLock { $0 } }
            ended.signal()
        }
        thread.start()
    }

    private final class Box: Sendable { let text = Mutex("") }

    var log: String { box.text.withLock { $0 } }
    var port: Int { server.port }
    var token: String { server.settings.access.token }

    func session() throws -> TestSession { try TestSession(port, token: token) }

    /// An agent's session and the answer to its first message.
    func agent(_ more: String = "") throws -> TestSession {
        let session = try session()
        _ = try session.ask(#"{"op": "open", "protocol": 1, "mode": "step"\#(more)}"#)
        return session
    }

    /// Waits until all sessions have ended.
    func waitForSessions() -> Bool {
        for _ in 0..<1000 {
            if server.sessionCount == 0 { return true }
            usleep(10_000)
        }
        return false
    }

    func stop() {
        stopping.withLock { $0 = true }
        ended.wait()
    }
}
