/// What stands still in a world: walls, ground, hills and light.
struct Scene: Sendable {
    var walls: [Wall] = []
    /// Hills beyond the walls: centre and half extents of ellipsoids.
    var hills: [(center: SIMD3<Float>, half: SIMD3<Float>, color: SIMD3<Float>)] = []
    var ground = GroundMap(color: SIMD3(0.5, 0.7, 0.4), contrast: 0.08)
    var daylight = Daylight.all[0]
    /// What the scene is, without its things.
    var setting = ""
    /// More about the setting, in sentences.
    var details = ""
    /// The inner faces of the outer walls lie this far from the origin along x and z, metres.
    var reach: Float = 8

    /// Nothing but light and ground.
    init(daylight: Daylight) { self.daylight = daylight }

    mutating func wall(
        x: ClosedRange<Float>, z: ClosedRange<Float>, height: Float, _ color: SIMD3<Float>, accent: SIMD3<Float>,
        texture: Wall.Texture = .panels
    ) {
        walls.append(
            Wall(
                lowest: SIMD3(x.lowerBound, 0, z.lowerBound), highest: SIMD3(x.upperBound, height, z.upperBound),
                color: color, accent: accent, texture: texture))
    }

    /// Hills all round, each in its own colour, that tell directions apart.
    mutating func raiseHills(_ random: inout RandomSource) {
        let tones: [SIMD3<Float>] = [
            SIMD3(0.36, 0.58, 0.40), SIMD3(0.46, 0.50, 0.72), SIMD3(0.72, 0.58, 0.42), SIMD3(0.62, 0.46, 0.62),
        ]
        let turn = random.uniform(0, 2 * .pi)
        for i in 0..<4 {
            let (s, c) = Trigonometry.sineCosine(turn + Float(i) * .pi / 2 + random.uniform(-0.4, 0.4))
            let half = SIMD3(random.uniform(9, 16), random.uniform(6, 11), random.uniform(9, 16))
            hills.append((SIMD3(s * 38, -1.5, c * 38), half, tones[i]))
        }
    }
}
