import Foundation
import Synchronization
import Tensors
import Worlds

/// A Gymnasium environment in a Python process beside this one (`Python/diorama_world/host.py`), asked over pipes.
final class GymnasiumHost: Sendable {
    struct Answer: Decodable {
        var error: String?
        var channels: [ActionChannel]?
        var framesPerSecond: Double?
        var lost: Bool?
        var token, width, height, bytes: Int?
    }

    private struct State: @unchecked Sendable {
        let process: Process
        let socket: Int32
        var buffer: [UInt8] = []
    }

    /// Seconds that an environment may take for a frame; its first may be loaded.
    private static let patience: Int32 = 120
    private static let lineLimit = 1 << 20
    private static let sideLimit = 4096
    private let name: String
    private let state: Mutex<State>

    /// `name` is the environment's, such as "CartPole-v1".
    init(_ name: String) throws {
        self.name = name
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw FileError("start Python for", name, errno: errno)
        }
        let (own, other) = (ends[0], FileHandle(fileDescriptor: ends[1], closeOnDealloc: true))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"] ?? "python3"
        process.arguments = [python, "-m", "diorama_world.host", name]
        (process.standardInput, process.standardOutput) = (other, other)
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            close(own)
            throw FileError("Python cannot be started for gym:\(name): \(error.localizedDescription).")
        }
        // The child's end alone is left, so that its end is seen.
        try? other.close()
        state = Mutex(State(process: process, socket: own))
    }

    deinit {
        state.withLock { state in
            close(state.socket)
            if state.process.isRunning { state.process.terminate() }
        }
    }

    /// Asks all of `requests` without anybody else in between; `next` makes the next of them of an answer, nil ends it.
    func ask(
        _ request: [String: Any], then next: (Answer) -> [String: Any]? = { _ in nil }
    ) throws -> (answer: Answer, frame: Frame?) {
        try state.withLock { state in
            var request = request
            while true {
                let (answer, frame) = try ask(request, &state)
                guard let more = next(answer) else { return (answer, frame) }
                request = more
            }
        }
    }

    private func ask(_ request: [String: Any], _ state: inout State) throws -> (Answer, Frame?) {
        let data = try JSONSerialization.data(withJSONObject: request) + Data("\n".utf8)
        let isSent = data.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let n = send(state.socket, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
                if n < 0 && errno == EINTR { continue }
                if n <= 0 { return false }
                done += n
            }
            return true
        }
        guard isSent else { throw ended }
        while !state.buffer.contains(UInt8(ascii: "\n")) {
            guard state.buffer.count < Self.lineLimit else { throw ended }
            try fill(&state)
        }
        let end = state.buffer.firstIndex(of: UInt8(ascii: "\n"))!
        let line = Data(state.buffer[..<end])
        state.buffer.removeFirst(end + 1)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: line) else { throw ended }
        if let error = answer.error { throw PlayRefusal("gym:\(name): \(error).") }
        guard let count = answer.bytes else { return (answer, nil) }
        guard let width = answer.width, let height = answer.height, (1...Self.sideLimit).contains(width),
            (1...Self.sideLimit).contains(height), count == width * height * 3
        else { throw PlayRefusal("gym:\(name) shows no RGB picture of at most \(Self.sideLimit) pixels a side.") }
        while state.buffer.count < count { try fill(&state) }
        let pixels = Array(state.buffer.prefix(count))
        state.buffer.removeFirst(count)
        return (answer, Frame(width: width, height: height, pixels: pixels))
    }

    private func fill(_ state: inout State) throws {
        var waiting = pollfd(fd: state.socket, events: Int16(POLLIN), revents: 0)
        let ready = poll(&waiting, 1, Self.patience * 1000)
        if ready < 0 && errno == EINTR { return }
        guard ready > 0 else {
            throw FileError("gym:\(name) gave nothing for \(Self.patience) seconds.")
        }
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let n = read(state.socket, &part, part.count)
        if n < 0 && errno == EINTR { return }
        guard n > 0 else { throw ended }
        state.buffer += part[..<n]
    }

    private var ended: FileError {
        FileError(
            "The Python process of gym:\(name) has ended: install what it needs with 'pip install ./Python', or name another "
                + "Python in DIORAMA_PYTHON.")
    }
}
