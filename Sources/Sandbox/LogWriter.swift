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

    public init(_ url: URL, settings: PlaySettings, space: ActionSpace) throws {
        self.url = url
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try AtomicFile.write(Data(try ActionLog.header(settings, space: space).utf8), to: url)
            handle = try FileHandle(forWritingTo: url)
            try handle.seekToEnd()
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
        if failed { return }
        var text = try ActionLog.line(operation, space: player.actionSpace)
        if case .action = operation {
            frames += 1
            if frames % Self.checkEvery == 0 {
                text += try ActionLog.line(.check(player.fingerprint), space: player.actionSpace)
            }
        }
        do { try handle.write(contentsOf: Data(text.utf8)) } catch {
            failed = true
            throw PlayRefusal("The log \(url.path) cannot be written any more: a replay will end here.")
        }
    }
}
