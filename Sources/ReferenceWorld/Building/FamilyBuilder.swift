import Worlds

/// Furnishes the stage as a scene family does; the seed decides everything.
struct FamilyBuilder {
    static let families = ["meadow", "rooms", "table"]

    var stage: Stage
    var random: RandomSource
    /// Where the player stands, metres, and looks, radians.
    var start = SIMD3<Float>(0, 0, 0)
    var heading: Float = 0

    /// A scene of `family`; of the meadow where there is none of that name.
    init(_ family: String, seed: UInt64) {
        random = RandomSource(seed: seed, stream: 0x5CE7E)
        let daylight = Daylight.all[random.chance(0.6) ? 0 : 1 + random.below(2)]
        stage = Stage(scene: Scene(daylight: daylight), seed: seed)
        stage.random = RandomSource(seed: seed, stream: 1)
        switch family {
        case "rooms": rooms()
        case "table": table()
        default: meadow()
        }
        stage.scene.ground.finish(tint: daylight.tint)
        stage.pose = Truth.Pose(
            x: start.x, y: ReferenceWorld.eyeHeight, z: start.z, yaw: heading, pitch: ReferenceWorld.startPitch)
        stage.arrange()
    }

    /// A random place on the ground, `clear` metres from everything and not at the start.
    mutating func spot(clear: Float) -> SIMD3<Float> {
        var best = (place: SIMD3<Float>(0, 0, 0), room: -Float.infinity)
        for _ in 0..<40 {
            let limit = stage.scene.reach - 0.9
            let p = SIMD3(random.uniform(-1, 1) * limit, 0, random.uniform(-1, 1) * limit)
            var room = max(abs(p.x - start.x), abs(p.z - start.z)) - 0.6
            for thing in stage.things {
                room = min(
                    room, max(abs(thing.position.x - p.x) - thing.half.x, abs(thing.position.z - p.z) - thing.half.z))
            }
            for wall in stage.scene.walls {
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

    /// Part of an outer wall: side 0 and 1 lie at -z and +z, 2 and 3 at -x and +x.
    mutating func border(
        _ side: Int, from: Float, to: Float, height: Float, _ color: SIMD3<Float>, accent: SIMD3<Float>,
        texture: Wall.Texture
    ) {
        let across: ClosedRange<Float> =
            side & 1 == 0
            ? -stage.scene.reach - 0.5 ... -stage.scene.reach : stage.scene.reach...stage.scene.reach + 0.5
        let along = from...to
        stage.scene.wall(
            x: side < 2 ? along : across, z: side < 2 ? across : along, height: height, color, accent: accent,
            texture: texture)
    }
}
