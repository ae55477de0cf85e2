import Foundation
import Worlds

/// Writes an mp4 while a game goes on: frames are handed to ffmpeg on a queue, so that the window never waits.
public final class VideoRecorder: @unchecked Sendable {
    public let target: URL
    private let queue = DispatchQueue(label: "diorama.recorder")
    // Both only touched on `queue`.
    private let writer: VideoWriter
    private var failure: (any Error)?

    /// Pictures are enlarged `scale` times with sharp edges.
    public init(_ target: URL, width: Int, height: Int, framesPerSecond: Int = 20, scale: Int = 1) throws {
        self.target = target
        writer = try VideoWriter(
            target, width: width, height: height, framesPerSecond: framesPerSecond, scale: scale)
    }

    public func append(_ frame: Frame) {
        queue.async { [self] in
            guard failure == nil else { return }
            do { try writer.append(frame) } catch { failure = error }
        }
    }

    /// Waits until the video is whole.
    public func finish() throws {
        try queue.sync {
            if let failure { throw failure }
            try writer.finish()
        }
    }
}
