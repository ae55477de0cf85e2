import Camera

/// The camera's motion that explains best where places went, given how near they are: weighted least squares over the
/// matches, whose outliers count less and less (Geman and McClure's weights, narrowed step by step).
struct MotionSolver {
    let places: (h: Int, w: Int)
    /// In places.
    let focal: Float
    /// Frames between the pictures.
    let frames: Int

    /// How far off a match may be to be believed, in places: from each start, and on from the best few of them.
    private static let (first, then): ([Float], [Float]) = ([3, 2], [1.5, 1, 0.7, 0.5, 0.35, 0.35])
    private static let few = 3
    /// Draws each part to rest: before a wall, where a step aside looks like a turn, the smaller motion is the likelier, and
    /// a picture that tells nothing tells no motion.
    private static let ridge: Float = 0.3
    /// Turns and looks to begin at: a turn moves all of the picture farther than a match may be off.
    private static let starts: [SIMD4<Float>] = [
        .zero, SIMD4(0, 0, 0.5, 0), SIMD4(0, 0, -0.5, 0), SIMD4(0, 0, 1, 0), SIMD4(0, 0, -1, 0), SIMD4(0, 0, 0, 0.8),
        SIMD4(0, 0, 0, -0.8),
    ]

    /// `nearness` has 1 / metres for every place, `pitch` the first picture's.
    func estimate(_ matches: [MatchField.Match], nearness: [Float], pitch: Float) -> MotionEstimate {
        let points = matches.map { match in
            let x = Float(match.place % places.w) + 0.5 - Float(places.w) / 2
            let y = Float(match.place / places.w) + 0.5 - Float(places.h) / 2
            return Point(
                ray: SIMD3(x / focal, -y / focal, 1), near: nearness[match.place], goal: match.shift + SIMD2(x, y),
                sharpness: match.sharpness)
        }
        func ranked(_ ways: [SIMD4<Float>], width: Float) -> [SIMD4<Float>] {
            ways.map { (way: $0, score: score($0, points, width: width, pitch)) }.sorted { $0.score > $1.score }.map(
                \.way)
        }
        let begun = Self.starts.map { Self.first.reduce($0) { step($0, points, width: $1, pitch) } }
        let ended = ranked(begun, width: Self.first.last!).prefix(Self.few).map {
            Self.then.reduce($0) { step($0, points, width: $1, pitch) }
        }
        let parts = ranked(ended, width: Self.then.last!)[0]
        let normal = equations(parts, points, width: Self.then.last!, pitch).normal
        let firmness = (0..<4).map { k in
            var unit = SIMD4<Float>.zero
            unit[k] = 1
            // The share of a part's certainty that the others leave it.
            return 1 / Self.solve(normal, unit)[k]
        }
        return MotionEstimate(parts: parts, firmness: firmness.min()! / Self.ridge)
    }

    /// A place as the first camera sees it, and where it is found again.
    private struct Point {
        var ray: SIMD3<Float>
        var near: Float
        /// Places to the right and down of the middle.
        var goal: SIMD2<Float>
        var sharpness: SIMD3<Float>
    }

    private func view(_ parts: SIMD4<Float>, _ pitch: Float) -> View {
        View(parts * CameraShift.full * Float(frames), pitch: pitch)
    }

    /// How much of what is sharp lies where `parts` says, less what motion costs.
    private func score(_ parts: SIMD4<Float>, _ points: [Point], width: Float, _ pitch: Float) -> Float {
        let view = view(parts, pitch)
        let rest = Self.ridge * (parts * parts).sum() / (width * width)
        return points.reduce(-rest) { sum, point in
            guard let here = view.project(point.ray, point.near, focal) else { return sum }
            let off = point.goal - here
            return sum + (point.sharpness.x + point.sharpness.z) / (1 + (off * off).sum() / (width * width))
        }
    }

    /// One step of Gauss and Newton.
    private func step(_ parts: SIMD4<Float>, _ points: [Point], width: Float, _ pitch: Float) -> SIMD4<Float> {
        var (normal, right) = equations(parts, points, width: width, pitch)
        for k in 0..<4 { normal[k][k] += Self.ridge }
        let bound = SIMD4<Float>(repeating: 1.5)
        return (parts + Self.solve(normal, right - parts * Self.ridge)).clamped(lowerBound: -bound, upperBound: bound)
    }

    /// What the matches say of a change of `parts`.
    private func equations(_ parts: SIMD4<Float>, _ points: [Point], width: Float, _ pitch: Float) -> (
        normal: [SIMD4<Float>], right: SIMD4<Float>
    ) {
        let here = view(parts, pitch)
        let (a, b) = (view(parts + SIMD4(Self.delta, 0, 0, 0), pitch), view(parts + SIMD4(0, Self.delta, 0, 0), pitch))
        let (c, d) = (view(parts + SIMD4(0, 0, Self.delta, 0), pitch), view(parts + SIMD4(0, 0, 0, Self.delta), pitch))
        var (n0, n1, n2, n3) = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        var right = SIMD4<Float>.zero
        for point in points {
            guard let now = here.project(point.ray, point.near, focal),
                let pa = a.project(point.ray, point.near, focal), let pb = b.project(point.ray, point.near, focal),
                let pc = c.project(point.ray, point.near, focal), let pd = d.project(point.ray, point.near, focal)
            else { continue }
            let off = point.goal - now
            let share = 1 / (1 + (off * off).sum() / (width * width))
            let s = point.sharpness * (share * share)
            let across = (SIMD4(pa.x, pb.x, pc.x, pd.x) - now.x) / Self.delta
            let down = (SIMD4(pa.y, pb.y, pc.y, pd.y) - now.y) / Self.delta
            let (pullX, pullY) = (across * s.x + down * s.y, across * s.y + down * s.z)
            n0 += pullX * across.x + pullY * down.x
            n1 += pullX * across.y + pullY * down.y
            n2 += pullX * across.z + pullY * down.z
            n3 += pullX * across.w + pullY * down.w
            right += pullX * off.x + pullY * off.y
        }
        return ([n0, n1, n2, n3], right)
    }

    private static let delta: Float = 0.01

    /// Where the second camera stands as the first sees it, and how it looks.
    private struct View {
        private let eye: SIMD3<Float>
        private let axes: (right: SIMD3<Float>, up: SIMD3<Float>, forward: SIMD3<Float>)

        /// `motion`: metres ahead and to the right of the mean heading, degrees to the right and up.
        init(_ motion: SIMD4<Float>, pitch: Float) {
            let (turn, look) = (motion[2] * .pi / 180, motion[3] * .pi / 180)
            let first = CameraPose(pitch: pitch).axes
            let second = CameraAxes(yaw: Heading(turn), pitch: Heading(pitch + look))
            // An arc leads where its chord points.
            let level = Heading(turn / 2).level(ahead: motion[0], side: motion[1])
            eye = first.seen(SIMD3(level.x, 0, level.y))
            axes = (first.seen(second.right), first.seen(second.up), first.seen(second.forward))
        }

        /// Places to the right and down of the middle; nil behind the camera.
        func project(_ ray: SIMD3<Float>, _ near: Float, _ focal: Float) -> SIMD2<Float>? {
            let way = ray - eye * near
            let depth = (way * axes.forward).sum()
            guard depth > 0.05 else { return nil }
            return SIMD2((way * axes.right).sum(), -(way * axes.up).sum()) * (focal / depth)
        }
    }

    /// Cholesky's way through four equations.
    private static func solve(_ a: [SIMD4<Float>], _ b: SIMD4<Float>) -> SIMD4<Float> {
        var l = [SIMD4<Float>](repeating: .zero, count: 4)
        var y = SIMD4<Float>.zero
        for i in 0..<4 {
            for j in 0...i {
                var sum = a[i][j]
                for k in 0..<j { sum -= l[i][k] * l[j][k] }
                l[i][j] = i == j ? max(1e-6, sum).squareRoot() : sum / l[j][j]
            }
            y[i] = (b[i] - (0..<i).reduce(0) { $0 + l[i][$1] * y[$1] }) / l[i][i]
        }
        var x = SIMD4<Float>.zero
        for i in (0..<4).reversed() {
            x[i] = (y[i] - (i + 1..<4).reduce(0) { $0 + l[$1][i] * x[$1] }) / l[i][i]
        }
        return x
    }
}
