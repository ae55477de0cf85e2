import Foundation
import Tensors
import Worlds

/// Appends operations to a game's log as they happen, with a fingerprint of the frame from time to time.
public final class LogWriter {
    /// Frames from one fingerprint to the next.
    static let checkEvery = 100
    public let url: URL
    private let handle: FileHandle
    private var frames = 0
    /// After a failure nothing more is written: a log with a gap would replay another game.
    private var failed = false

    public init(
        _ url: URL, settings: PlaySettings, space: ActionSpace, maker: ActionLog.Maker = ActionLog.Maker(on: nil)
    ) throws {
        self.url = url
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try AtomicFile.write(Data(try ActionLog.header(settings, space: space, maker: maker).utf8), to: url)
            handle = try FileHandle(forWritingTo: url)
            // A pipe has no end to go to.
            _ = try? handle.seekToEnd()
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError("The log \(url.path) cannot be written; choose another place with --log FILE.")
        }
    }

    /// Goes on with a log that is open.
    init(_ url: URL, handle: FileHandle) { (self.url, self.handle) = (url, handle) }

    deinit { try? handle.close() }

    /// Call after `player` has applied `operation`. A failure is thrown once.
    public func append(_ operation: PlayOperation, _ player: Player) throws {
        switch operation {
        case .action:
            frames += 1
            let text = try ActionLog.line(operation, space: player.actionSpace)
            try write(frames % Self.checkEvery == 0 ? text + check(player) : text)
        // With the weights that there are.
        case .begin: try write(ActionLog.line(.begin(player.settings), space: player.actionSpace))
        // A replay's: this log has fingerprints of its own.
        case .check: break
        default: try write(ActionLog.line(operation, space: player.actionSpace))
        }
    }

    /// The last fingerprint, so that short games have one too.
    public func finish(_ player: Player) throws {
        if frames % Self.checkEvery != 0 { try write(check(player)) }
    }

    private func check(_ player: Player) throws -> String {
        try ActionLog.line(.check(player.fingerprint), space: player.actionSpace)
    }

    private func write(_ text: String) throws {
        if failed { return }
        do { try handle.write(contentsOf: Data(text.utf8)) } catch {
            failed = true
            throw PlayRefusal("The log \(url.path) cannot be written any more: a replay will end here.")
        }
    }
}
