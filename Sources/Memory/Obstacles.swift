import Camera

/// What remembered pictures show near the camera that an upright body cannot walk through.
struct Obstacles {
    /// Half the width of the body, metres, and the part of the height of its eyes in which things stand in its way.
    private static let radius: Float = 0.28
    private static let heights: ClosedRange<Float> = 0.25...1
    /// Points that must lie in the way: fewer are an error of the estimated depth.
    private static let least = 40
    /// Cosine of the widest angle from the way at which a point still stands in it.
    private static let cone: Float = 0.6
    /// Disparity, 1 / metres, of the farthest that counts: depths estimated from afar build walls where there are none.
    private static let farthest: Float = 0.9

    /// On level ground, metres.
    private let points: [SIMD2<Float>]

    /// Of `points`, those that can matter for a step or two from `pose` on.
    init(_ points: some Sequence<SIMD2<Float>>, near pose: CameraPose) {
        self.points = points.filter { Self.square($0 - SIMD2(pose.x, pose.z)) < 1 }
    }

    /// What stands near the camera in one picture.
    static func points(
        of disparity: [Float], width: Int, pose: CameraPose, _ motion: CameraMotion, _ travel: CameraTravel
    ) -> [SIMD2<Float>] {
        let height = disparity.count / width
        let pinhole = motion.pinhole(width: width, height: height)
        let axes = pose.axes
        var points: [SIMD2<Float>] = []
        for y in stride(from: 0, to: height, by: 2) {
            let row = axes.forward + axes.up * pinhole.up(Float(y))
            for x in stride(from: 0, to: width, by: 2) where disparity[y * width + x] > farthest {
                let ray = row + axes.right * pinhole.right(Float(x))
                let point = ray / disparity[y * width + x]
                guard heights.contains(1 + point.y / travel.eyeHeight) else { continue }
                points.append(SIMD2(pose.x + point.x, pose.z + point.z))
            }
        }
        return points
    }

    /// How far a body gets that means to go from one place to another: all the way, along what stands in its way, or nowhere.
    func way(from old: CameraPose, to new: CameraPose) -> SIMD2<Float> {
        let a = SIMD2(old.x, old.z)
        let step = SIMD2(new.x, new.z) - a
        let met = meets(a, a + step)
        guard met.count >= Self.least else { return step }
        let middle = met.reduce(SIMD2(0, 0), +) / Float(met.count)
        let away = (a - middle) / max(1e-6, Self.square(a - middle).squareRoot())
        let along = step - away * min(0, (step * away).sum())
        return meets(a, a + along).count >= Self.least ? SIMD2(0, 0) : along
    }

    /// The points that a body at `b` would stand in; nothing is in the way of one that comes out of them.
    private func meets(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> [SIMD2<Float>] {
        guard a != b else { return [] }
        return points.filter {
            Self.square($0 - b) < Self.radius * Self.radius && Self.square($0 - b) < Self.square($0 - a)
                && (($0 - a) * (b - a)).sum() > Self.cone * (Self.square($0 - a) * Self.square(b - a)).squareRoot()
        }
    }

    private static func square(_ v: SIMD2<Float>) -> Float { (v * v).sum() }
}
