import Foundation
import Media
import Playing
import Synchronization
import Tensors
import Worlds

/// Writes an mp4 while a game goes on: frames are handed to ffmpeg on a queue, so that the window never waits.
public final class VideoRecorder: Sendable {
    private struct State {
        /// Frames handed over and not yet taken by ffmpeg.
        var waiting = 0
        var skipped = 0
        /// Why no more frames are taken, in one sentence.
        var trouble: String?
        var outcome: Outcome?
        var isEnding = false
    }

    public enum Outcome: Sendable, Equatable {
        case saved(frames: Int)
        case failed(String)
    }

    /// Frames that may wait; more are left out.
    static let waitingLimit = 60
    /// A recording ends while there is still room to make its file whole.
    public static let spareBytes = 8 << 20

    public let target: URL
    /// Both pictures of the split view, side by side.
    public let isSplit: Bool
    private let size: (width: Int, height: Int)
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "diorama.recorder")
    private let ended = DispatchSemaphore(value: 0)
    // Only touched on `queue`.
    private nonisolated(unsafe) let writer: VideoWriter
    private nonisolated(unsafe) var written = 0
    private nonisolated(unsafe) var broken = false
    private nonisolated(unsafe) var shown: (first: Int, last: Int, frame: Frame)?
    /// The game that is recorded, as it is when asked for.
    private let game: (@Sendable () -> GameRecord)?
    private let spare: Int

    /// Pictures are enlarged `scale` times with sharp edges; `lossless` keeps every bit. What `game` says goes into the file.
    public init(
        _ target: URL, first: Picture, isSplit: Bool = false, framesPerSecond: Double = 20, scale: Int = 1,
        lossless: Bool = false, spareBytes: Int = VideoRecorder.spareBytes, game: (@Sendable () -> GameRecord)? = nil
    ) throws {
        (self.target, self.isSplit, spare) = (target, isSplit && first.reference != nil, spareBytes)
        self.game = game
        let frame = self.isSplit ? first.beside : first.frame
        size = (frame.width, frame.height)
        guard Self.free(beside: target) > spareBytes else {
            throw FileError("Cannot record to \(target.path): the disk is full; free some space and try again.")
        }
        writer = try VideoWriter(
            target, width: size.width, height: size.height, framesPerSecond: framesPerSecond, scale: scale,
            lossless: lossless, comment: try game?().opening())
    }

    /// Bytes that can still be written beside `file`.
    static func free(beside file: URL) -> Int {
        var info = statvfs()
        guard statvfs(file.deletingLastPathComponent().path, &info) == 0 else { return .max }
        return Int(clamping: UInt64(info.f_bavail) &* UInt64(info.f_frsize))
    }

    /// Why the recording must end, once there is a reason.
    public var trouble: String? { state.withLock { $0.trouble } }

    /// Frames that were left out because ffmpeg was slower than the game.
    public var skipped: Int { state.withLock { $0.skipped } }

    public func append(_ picture: Picture) {
        let frame = isSplit ? picture.beside : picture.frame
        let accepted = state.withLock { s in
            guard s.trouble == nil else { return false }
            guard frame.width == size.width, frame.height == size.height else {
                s.trouble = "The recording ended: the pictures have another size now."
                return false
            }
            guard s.waiting < Self.waitingLimit else {
                s.skipped += 1
                return false
            }
            s.waiting += 1
            return true
        }
        if accepted { queue.async { self.write(frame, of: picture) } }
    }

    private func write(_ frame: Frame, of picture: Picture) {
        var reason: String?
        do {
            if !broken {
                if written % 10 == 0 && Self.free(beside: target) < spare {
                    reason = "The recording ended: the disk is full."
                } else {
                    try writer.append(frame)
                    written += 1
                    if let moment = picture.moment { shown = (shown?.first ?? moment, moment, picture.frame) }
                }
            }
        } catch { reason = "The recording failed: \(error)" }
        broken = broken || reason != nil
        state.withLock {
            $0.waiting -= 1
            $0.trouble = $0.trouble ?? reason
        }
    }

    /// Completes the video behind the game's back; `outcome` tells how that went.
    public func finish() {
        let isFirst = state.withLock { s in
            defer { s.isEnding = true }
            return !s.isEnding
        }
        guard isFirst else { return }
        queue.async { [self] in
            let outcome: Outcome
            do {
                if let game, let shown {
                    writer.comment = try game().comment(from: shown.first, through: shown.last, shown.frame)
                }
                try writer.finish()
                outcome = .saved(frames: written)
            } catch { outcome = .failed("\(error)") }
            state.withLock { $0.outcome = outcome }
            ended.signal()
        }
    }

    /// An outcome in a sentence for the player.
    func text(_ outcome: Outcome) -> String {
        switch outcome {
        case .saved(let frames): "\(trouble.map { $0 + " " } ?? "")Recorded \(frames) frames to \(target.path)."
        case .failed(let reason): reason
        }
    }

    public var outcome: Outcome? { state.withLock { $0.outcome } }

    /// Waits for the outcome, but no longer than `patience` seconds.
    public func wait(patience: Double) -> Outcome? {
        if let outcome { return outcome }
        _ = ended.wait(timeout: .now() + patience)
        return outcome
    }
}
