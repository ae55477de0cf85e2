import Tensors
import Text
import Worlds

/// Says what a clip shows, from its pictures alone.
public struct Captioner: Sendable {
    public let probe: FactProbe
    /// What reads the camera's motion.
    public let motion: MotionProbe
    /// How far up the camera looks where nobody says so, radians.
    private static let pitch: Float = -0.12

    public init(_ probe: FactProbe, motion: MotionProbe) { (self.probe, self.motion) = (probe, motion) }

    /// The facts of each clip, of any size and number of pictures.
    public func facts(of clips: [[Frame]]) -> [Set<Fact>] { clips.map(facts) }

    public func facts(of clip: [Frame]) -> Set<Fact> {
        if clip.isEmpty { return [] }
        let places = ClipFacts.pictures(of: clip.count)
        let output = probe(
            places.map { (FactProbe.fitted(clip[$0.before]), FactProbe.fitted(clip[$0.now])) }, Context(probe.store))
        let looks = places.indices.map { PictureFacts(output, $0) }
        return ClipFacts.facts(looks, motion: shift(clip))
    }

    /// The mean motion of the camera; nil for a picture.
    private func shift(_ clip: [Frame]) -> CameraShift? {
        let starts = Array(stride(from: 0, to: clip.count - MotionProbe.spacing, by: MotionProbe.spacing))
        if starts.isEmpty { return nil }
        let pairs = starts.map {
            PicturePair(
                MotionProbe.fitted(clip[$0]), MotionProbe.fitted(clip[$0 + MotionProbe.spacing]), pitch: Self.pitch)
        }
        let found = motion.estimates(pairs, Context(motion.store))
        return CameraShift(found.reduce(.zero) { $0 + $1.parts } / Float(found.count))
    }

    /// In words; empty where nothing is recognized.
    public func caption(of clip: [Frame]) -> String { FactSentence.caption(facts(of: clip)) }
}
