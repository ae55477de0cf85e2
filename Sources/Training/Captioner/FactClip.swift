import Text
import WorldModel
import Worlds

/// A clip with what surely holds of it, and what may be said of it.
///
/// Between the two lies what is at the edge of sight: things of a few pixels, a camera that hardly moves. To say it is no fault, and
/// to leave it out is none either.
public struct FactClip: Sendable {
    public var frames: [Frame]
    public var sure: Set<Fact>
    public var tolerated: Set<Fact>

    init(frames: [Frame], looks: [FactCells], poses: [Truth.Pose]) {
        self.frames = frames
        let starts = Array(stride(from: 0, to: poses.count - MotionProbe.spacing, by: MotionProbe.spacing))
        let parts = starts.map {
            CameraShift(from: poses[$0], to: poses[$0 + MotionProbe.spacing], frames: MotionProbe.spacing).parts
        }
        let shift = parts.isEmpty ? nil : CameraShift(parts.reduce(.zero, +) / Float(parts.count))
        tolerated = ClipFacts.facts(looks.map(\.tolerated), motion: shift, edge: .tolerated)
        // One look fewer may do for what comes or goes.
        tolerated.formUnion(ClipFacts.facts(Array(looks.suffix(looks.count / 2).map(\.tolerated)), motion: nil))
        tolerated.formUnion(ClipFacts.facts(Array(looks.prefix(looks.count / 2).map(\.tolerated)), motion: nil))
        sure = ClipFacts.facts(looks.map(\.sure), motion: shift, edge: .sure)
        if let shift {
            // Little is neither still nor motion.
            if MotionEdge.tolerated.words(shift) != ["stands still"] { sure.remove(Fact(.camera, "stands still")) }
            if MotionEdge.sure.words(shift) == ["stands still"] { tolerated.insert(Fact(.camera, "stands still")) }
        }
        let (own, all) = (sure, tolerated)
        // A number is a fact where few pixels change nothing of it.
        sure = own.filter { $0.subject != .number || all.contains($0) }
        tolerated.formUnion(own)
    }
}
