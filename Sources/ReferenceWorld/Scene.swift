/// The layout of a world: walls, ground, light and things, made from a family and a seed.
struct Scene: Sendable {
    var walls: [Wall] = []
    var things: [Thing] = []
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
    var start = SIMD3<Float>(0, 0, 0)
    /// Where the player looks at the start, radians.
    var heading: Float = 0
    private var nextID: UInt16 = 2

    init(family: String, seed: UInt64) {
        var random = RandomSource(seed: seed, stream: 0x5CE7E)
        daylight = Daylight.all[random.chance(0.6) ? 0 : 1 + random.below(2)]
        switch family {
        case "rooms": rooms(&random)
        case "table": table(&random)
        default: meadow(&random)
        }
        ground.finish(tint: daylight.tint)
    }

    /// Nothing but light and ground.
    init(daylight: Daylight) { self.daylight = daylight }

    /// Adds a thing under a fresh id.
    @discardableResult
    mutating func add(_ thing: Thing) -> UInt16 {
        var thing = thing
        thing.id = nextID
        nextID += 1
        things.append(thing)
        return thing.id
    }

    /// An id never used before; nil after 65,000 things.
    mutating func freshID() -> UInt16? {
        guard nextID < .max else { return nil }
        nextID += 1
        return nextID - 1
    }

    mutating func wall(
        x: ClosedRange<Float>, z: ClosedRange<Float>, height: Float, _ color: SIMD3<Float>, accent: SIMD3<Float>,
        texture: Wall.Texture = .panels
    ) {
        walls.append(
            Wall(
                lowest: SIMD3(x.lowerBound, 0, z.lowerBound), highest: SIMD3(x.upperBound, height, z.upperBound),
                color: color, accent: accent, texture: texture))
    }

    /// A random place on the ground, `clear` metres from everything and not at the start.
    func spot(_ random: inout RandomSource, clear: Float) -> SIMD3<Float> {
        var best = (place: SIMD3<Float>(0, 0, 0), room: -Float.infinity)
        for _ in 0..<40 {
            let p = SIMD3(random.uniform(-1, 1) * (reach - 0.9), 0, random.uniform(-1, 1) * (reach - 0.9))
            var room = max(abs(p.x - start.x), abs(p.z - start.z)) - 0.6
            for thing in things {
                room = min(
                    room, max(abs(thing.position.x - p.x) - thing.half.x, abs(thing.position.z - p.z) - thing.half.z))
            }
            for wall in walls {
                room = min(
                    room,
                    max(
                        max(wall.lowest.x - p.x, p.x - wall.highest.x), max(wall.lowest.z - p.z, p.z - wall.highest.z)))
            }
            if room >= clear { return p }
            if room > best.room { best = (p, room) }
        }
        return best.place
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
