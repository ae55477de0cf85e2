import Foundation
import Synchronization
import Tensors
import Worlds

/// A program that runs beside this one, started without a shell and in a process group of its own, so that Ctrl-C of a
/// terminal leaves it to whoever started it. What it says on its standard error stays in memory: no file is needed.
final class ChildProcess: @unchecked Sendable {
    enum End: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    private let id: pid_t
    private var end: End?
    private let said = Messages()

    /// What was said so far; a thread of its own listens, so that nobody waits for anybody.
    private final class Messages: Sendable {
        let bytes = Mutex<[UInt8]>([])
        let ended = DispatchSemaphore(value: 0)
        static let limit = 1 << 16

        func listen(_ descriptor: Int32) {
            Thread.detachNewThread { [self] in
                var part = [UInt8](repeating: 0, count: 4096)
                while true {
                    let n = read(descriptor, &part, part.count)
                    if n < 0 && errno == EINTR { continue }
                    if n <= 0 { break }
                    bytes.withLock { if $0.count < Self.limit { $0 += part[0..<n] } }
                }
                close(descriptor)
                ended.signal()
            }
        }
    }

    /// Starts the file `program`. `input` and `output` are descriptors, which stay the caller's; nil is `/dev/null`.
    init(_ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil) throws {
        let messages = try Self.pipe(for: program)
        defer { close(messages.write) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, target, mode) in [(input, STDIN_FILENO, O_RDONLY), (output, STDOUT_FILENO, O_WRONLY)] {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", mode, 0)
            }
        }
        posix_spawn_file_actions_adddup2(&actions, messages.write, STDERR_FILENO)
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, &words, environ)
        if code != 0 {
            close(messages.read)
            throw FileError("start", program, errno: code)
        }
        // Not before: whatever is whole is stopped at its end.
        id = started
        said.listen(messages.read)
    }

    deinit { stop() }

    /// Ends it, and waits until it has ended.
    func stop() {
        if end != nil { return }
        kill(id, SIGKILL)
        wait()
    }

    @discardableResult func wait() -> End {
        if let end { return end }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        let found = signal == 0 ? End.exited((status >> 8) & 0xff) : .killed(signal: signal)
        end = found
        // What it started itself may hold its standard error open.
        _ = said.ended.wait(timeout: .now() + 2)
        return found
    }

    /// The first 64 KB of what it has said, a line each.
    var messages: [String] {
        String(decoding: said.bytes.withLock { $0 }, as: UTF8.self).split(separator: "\n").map { line in
            String(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.map(Character.init))
        }
    }

    /// A pipe, of sockets, whose ends no other program inherits; a broken one is an error where a pipe's is a signal.
    static func pipe(for name: String) throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw FileError("start a program for", name, errno: errno)
        }
        return (ends[0], ends[1])
    }

    /// The first executable file of this name on the `PATH`.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 && !isFolder($0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
