import Diffusion
import Foundation
import Tensors
import Worlds

/// Past pictures with their dead-reckoned camera poses, and what they show from where the camera goes next.
///
/// Every pixel of the new view is taken from the newest picture that shows it. Depth is not known, so the world is taken
/// for level ground and a backdrop at a fixed distance: exact where the camera only turns, near enough for small steps,
/// and the transformer, which is shown the result, mends the rest. After GEN3C's rendered cache (Ren et al. 2025).
/// A value of constant size.
public struct ViewMemory: Sendable {
    /// Changes whenever the views do.
    public static let version = 1
    /// Pictures between those that are kept, from the first one on, and how many are kept.
    static let interval = 8
    static let capacity = 16

    struct Entry: Sendable {
        let frame: Frame
        let pose: CameraPose
    }

    public let motion: CameraMotion
    let travel: CameraTravel
    /// Where the camera is now.
    public private(set) var pose: CameraPose
    private var newest: Frame?
    /// Oldest first.
    private var kept: [Entry] = []
    private var count = 0

    /// nil where nothing is known of how actions carry the camera. `pitch` is that of the first picture, radians.
    public init?(_ motion: CameraMotion?, pitch: Float? = nil) {
        guard let motion, let travel = motion.travel else { return nil }
        (self.motion, self.travel) = (motion, travel)
        pose = CameraPose(pitch: pitch ?? travel.startPitch)
    }

    /// Takes in the picture that `action` led to.
    public mutating func append(_ frame: Frame, action: [Float]) {
        if let newest, (count - 1) % Self.interval == 0 {
            kept.append(Entry(frame: newest, pose: pose))
            if kept.count > Self.capacity { kept.removeFirst() }
        }
        pose.move(action, motion, travel)
        newest = frame
        count += 1
    }

    /// What memory shows after each of `actions`, and for each pixel the newest picture that shows it: 2 the newest of
    /// all, 1 an older one, 0 none. nil before the first picture.
    public func views(_ actions: [[Float]]) -> (frames: [Frame], seen: [[UInt8]])? {
        guard let newest else { return nil }
        let entries = [Entry(frame: newest, pose: pose)] + kept.reversed()
        var target = pose
        var (frames, seen): ([Frame], [[UInt8]]) = ([], [])
        for action in actions {
            target.move(action, motion, travel)
            let view = ViewWarp(motion, travel).render(entries, from: target)
            frames.append(view.frame)
            seen.append(view.seen)
        }
        return (frames, seen)
    }

    /// The part of each action that the camera follows: nothing turns it beyond its limits.
    public func followed(_ actions: [[Float]]) -> [[Float]] {
        var target = pose
        return actions.map { action in
            let before = target.pitch
            target.move(action, motion, travel)
            guard motion.lookDegrees != 0 else { return action }
            var result = action
            result[motion.lookChannel] = (target.pitch - before) / (motion.lookDegrees * .pi / 180)
            return result
        }
    }

    /// A picture made while the camera stood still, drawn to the newest one block by block where it differs by no more than
    /// the codec does: else the codec's own errors, fed back to it, grow into stripes. `trust` 0 to 1; what has really
    /// changed stays. nil where the camera moves under `actions`.
    public func settled(_ frames: [Frame], after actions: [[Float]], trust: Float) -> [Frame]? {
        guard let newest, trust > 0, frames.allSatisfy({ $0.width == newest.width && $0.height == newest.height })
        else { return nil }
        var target = pose
        for action in actions { target.move(action, motion, travel) }
        guard target == pose else { return nil }
        return frames.map { Self.settle($0, onto: newest, trust: trust) }
    }

    private static func settle(_ frame: Frame, onto old: Frame, trust: Float) -> Frame {
        // Of 255; the codec's own error is about 8.
        let (block, tolerance): (Int, Float) = (8, 12)
        var result = frame
        for top in stride(from: 0, to: frame.height, by: block) {
            for left in stride(from: 0, to: frame.width, by: block) {
                let (bottom, end) = (min(frame.height, top + block), min(frame.width, left + block))
                var sum: Float = 0
                for y in top..<bottom {
                    for i in (y * frame.width + left) * 3..<(y * frame.width + end) * 3 {
                        let d = Float(frame.pixels[i]) - Float(old.pixels[i])
                        sum += d * d
                    }
                }
                let ratio = sum / Float((bottom - top) * (end - left) * 3) / (tolerance * tolerance)
                let weight = trust / (1 + ratio * ratio)
                for y in top..<bottom {
                    for i in (y * frame.width + left) * 3..<(y * frame.width + end) * 3 {
                        let (new, before) = (Float(frame.pixels[i]), Float(old.pixels[i]))
                        result.pixels[i] = UInt8(max(0, min(255, new + weight * (before - new) + 0.5)))
                    }
                }
            }
        }
        return result
    }

    /// A latent frame as memory shows it, encoded by `video`.
    public func view(_ actions: [[Float]], video: LatentVideo) -> RememberedView? {
        guard let (frames, seen) = views(actions) else { return nil }
        return RememberedView(
            latent: video.encode([frames]),
            seen: Self.shares(seen, width: frames[0].width, cell: video.compressor.configuration.spatialFactor))
    }

    /// The shares of each latent pixel that the newest and that any picture shows: [h * w * 2].
    public static func shares(_ seen: [[UInt8]], width: Int, cell: Int) -> [Float] {
        let (columns, rows) = (width / cell, seen[0].count / width / cell)
        var shares = [Float](repeating: 0, count: columns * rows * 2)
        let unit = 1 / Float(cell * cell * seen.count)
        for picture in seen {
            for (i, source) in picture.enumerated() where source > 0 {
                let at = (i / width / cell * columns + i % width / cell) * 2
                if source == 2 { shares[at] += unit }
                shares[at + 1] += unit
            }
        }
        return shares
    }
}
