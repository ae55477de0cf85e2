import WorldModel
import Worlds

/// What a motion probe learns from: an episode's pictures in the probe's size, where the camera truly was, and how near
/// everything was.
public struct ProbeEpisode: Sendable {
    public let frames: [Frame]
    public let poses: [Truth.Pose]
    /// Of every picture, 1 / metres of the probe's places in rows, as Float16.
    private let near: [[UInt16]]

    /// `truths` of the pictures before they were fitted or went through a codec, of their size.
    public init(frames: [Frame], truths: [Truth]) {
        precondition(frames.count == truths.count, "\(frames.count) pictures of \(truths.count) truths")
        near = zip(frames, truths).map { frame, truth in
            Self.nearness(truth.depth, width: frame.width, height: frame.height)
        }
        self.frames = frames.map(MotionProbe.fitted)
        poses = truths.map(\.pose)
    }

    /// How near the places of a picture are, in rows.
    public func nearness(_ picture: Int) -> [Float] { near[picture].map { Float(Float16(bitPattern: $0)) } }

    /// First pictures of pairs.
    public var starts: Range<Int> { 0..<max(0, frames.count - MotionProbe.spacing) }

    public func pair(_ start: Int) -> PicturePair {
        PicturePair(frames[start], frames[start + MotionProbe.spacing], pitch: poses[start].pitch)
    }

    /// What the camera truly did: before a wall a walk is none.
    public func shift(_ start: Int) -> CameraShift {
        CameraShift(from: poses[start], to: poses[start + MotionProbe.spacing], frames: MotionProbe.spacing)
    }

    /// The mean over the pixels that a place covers, of pictures no wider than the probe's.
    private static func nearness(_ depth: [Float], width: Int, height: Int) -> [UInt16] {
        let size = MotionProbe.size
        let scale = min(Float(width) / Float(size.width), Float(height) / Float(size.height))
        let (left, top) = (
            (Float(width) - Float(size.width) * scale) / 2, (Float(height) - Float(size.height) * scale) / 2
        )
        return (0..<size.width * size.height / 4).map { place in
            let (y, x) = (Float(place / (size.width / 2)), Float(place % (size.width / 2)))
            let rows = Int((top + 2 * y * scale).rounded())..<Int((top + 2 * (y + 1) * scale).rounded())
            let columns = Int((left + 2 * x * scale).rounded())..<Int((left + 2 * (x + 1) * scale).rounded())
            var sum: Float = 0
            for row in rows { for column in columns { sum += 1 / max(0.25, depth[row * width + column]) } }
            return Float16(sum / Float(max(1, rows.count * columns.count))).bitPattern
        }
    }
}
