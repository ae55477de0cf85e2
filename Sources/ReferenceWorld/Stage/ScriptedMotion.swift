/// How the script alone moves a thing: its place is a function of the frame.
struct ScriptedMotion: Sendable {
    enum Course: Sendable {
        /// Metres a frame, between two frames.
        case walk(SIMD3<Float>, from: Int, until: Int)
        /// Key positions, straight and steady between them; metres.
        case path([(frame: Int, position: SIMD3<Float>)], loops: Bool)
        /// To and fro along x between two ends: metres a frame; the phase is in metres.
        case shuttle(ends: ClosedRange<Float>, speed: Float, from: Int)
    }

    /// Centre at frame 0, metres.
    var start: SIMD3<Float>
    var course: Course

    /// Centre at a frame.
    func position(at frame: Int) -> SIMD3<Float> {
        switch course {
        case .walk(let velocity, let from, let until):
            return start + velocity * Float(max(0, min(frame, until) - from))
        case .path(let keys, let loops):
            guard let first = keys.first, let last = keys.last else { return start }
            var time = frame
            let length = last.frame - first.frame
            if loops, time > last.frame, length > 0 { time = first.frame + (time - first.frame) % length }
            if time <= first.frame { return first.position }
            for (a, b) in zip(keys, keys.dropFirst()) where time < b.frame {
                let share = Float(time - a.frame) / Float(max(1, b.frame - a.frame))
                return a.position + (b.position - a.position) * share
            }
            return last.position
        case .shuttle(let ends, let speed, let from):
            let span = ends.upperBound - ends.lowerBound
            guard span > 0 else { return start }
            var along = start.x - ends.lowerBound + speed * Float(max(0, frame - from))
            // The unfolded way has the length 2 * span; the second half of it goes back.
            along -= (along / (2 * span)).rounded(.down) * 2 * span
            return SIMD3(ends.lowerBound + (along > span ? 2 * span - along : along), start.y, start.z)
        }
    }

    /// The same motion elsewhere.
    func moved(by offset: SIMD3<Float>) -> ScriptedMotion {
        var other = self
        other.start += offset
        switch course {
        case .path(let keys, let loops):
            other.course = .path(keys.map { ($0.frame, $0.position + offset) }, loops: loops)
        case .shuttle(let ends, let speed, let from):
            other.course = .shuttle(
                ends: ends.lowerBound + offset.x...ends.upperBound + offset.x, speed: speed, from: from)
        case .walk: break
        }
        return other
    }
}
