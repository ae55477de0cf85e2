/// The scene families.
extension Scene {
    mutating func meadow(_ random: inout RandomSource) {
        reach = random.uniform(8, 10)
        start = SIMD3(random.uniform(-3, 3), 0, random.uniform(-3, 3))
        heading = random.uniform(-.pi, .pi)
        ground = GroundMap(color: SIMD3(0.52, 0.76, 0.36), contrast: 0.09)
        let (bend, side) = (random.uniform(-3, 3), random.chance(0.5))
        ground.paint(SIMD3(0.86, 0.74, 0.52)) { x, z in
            abs((side ? x : z) - bend - (side ? z : x) * 0.3) < 0.9
        }
        let pond = SIMD3(random.uniform(-5, 5), 0, random.uniform(-5, 5))
        let patch = random.chance(0.5) ? SIMD3<Float>(0.95, 0.85, 0.40) : SIMD3<Float>(0.80, 0.62, 0.86)
        ground.paint(patch) { x, z in (x - pond.x) * (x - pond.x) + (z - pond.z) * (z - pond.z) < 4 }
        let stone = random.chance(0.4)
        setting = stone ? "a walled garden" : "a meadow with hedges"
        details = stone ? "Four stone walls, each with a band of another colour, close it in." : "Hedges close it in."
        var tones = Palette.named
        random.shuffle(&tones)
        for side in 0..<4 {
            border(
                side, from: -reach, to: reach, height: stone ? 1.8 : 1.5,
                stone ? SIMD3(0.80, 0.76, 0.70) : SIMD3(0.22, 0.50, 0.26),
                accent: stone ? tones[side].color : SIMD3(0.18, 0.42, 0.22), texture: stone ? .band : .panels)
        }
        raiseHills(&random)
        for _ in 0..<3 + random.below(3) { addTree(&random) }
        for i in 0..<2 + random.below(2) { addBlock(&random, tones[i]) }
        for i in 0..<1 + random.below(2) { addBall(&random, tones[3 + i]) }
        if random.chance(0.6) { addBox(&random, ("wooden", Palette.wood), stacked: random.chance(0.4)) }
        addDog(&random)
        if random.chance(0.6) { addPerson(&random, tones[6]) }
    }

    mutating func rooms(_ random: inout RandomSource) {
        reach = 6.4
        start = SIMD3(-3.2, 0, -3.2)
        heading = .pi / 4 + random.uniform(-0.6, 0.6)
        var tones = Palette.rooms
        random.shuffle(&tones)
        // Rooms by quadrant: (x < 0, z < 0), (x > 0, z < 0), (x < 0, z > 0), (x > 0, z > 0).
        ground = GroundMap(color: SIMD3(0.80, 0.68, 0.50), contrast: 0.08)
        for room in 0..<4 {
            let tone = tones[room].color * 0.55 + SIMD3(0.36, 0.34, 0.31)
            ground.paint(tone) { x, z in
                (x > 0) == (room & 1 == 1) && (z > 0) == (room & 2 == 2)
            }
        }
        let height: Float = 2.5
        let trim = SIMD3<Float>(0.97, 0.96, 0.93)
        for side in 0..<4 {
            for half in 0..<2 {
                let room = side < 2 ? half + side * 2 : half * 2 + (side - 2)
                border(
                    side, from: half == 0 ? -reach : 0, to: half == 0 ? 0 : reach, height: height, tones[room].color,
                    accent: trim, texture: .band)
            }
        }
        // Inner walls, each with one doorway 1.5 m wide; two thin layers give each room its own colour.
        for arm in 0..<4 {
            let outward: Float = arm & 1 == 0 ? -1 : 1
            let middle = random.uniform(1.8, 4.2)
            for layer in 0..<2 {
                let room = arm < 2 ? layer + (arm & 1) * 2 : layer * 2 + (arm & 1)
                let across: ClosedRange<Float> = layer == 0 ? -0.12...0 : 0...0.12
                for part in [
                    (Float(0.12), middle - 0.75, Float(0)), (middle + 0.75, reach, 0),
                    (middle - 0.75, middle + 0.75, 2.1),
                ] {
                    let along = outward < 0 ? -part.1 ... -part.0 : part.0...part.1
                    wall(
                        x: arm < 2 ? across : along, z: arm < 2 ? along : across, height: height, tones[room].color,
                        accent: trim, texture: .band)
                    walls[walls.count - 1].lowest.y = part.2
                    if part.2 > 0 { walls[walls.count - 1].texture = .plain }
                }
            }
            if arm == 0 || arm == 3 || random.chance(0.3) {
                let place = arm < 2 ? SIMD3(0, 0, outward * middle) : SIMD3(outward * middle, 0, 0)
                addDoor(at: place, heading: arm < 2 ? .pi / 2 : 0, open: random.chance(0.5))
            }
        }
        wall(x: -0.16...0.16, z: -0.16...0.16, height: height + 0.1, trim, accent: trim, texture: .plain)
        setting = "four rooms with doorways"
        details = "The rooms are \(tones[0].name), \(tones[1].name), \(tones[2].name) and \(tones[3].name)."
        var colors = Palette.named
        random.shuffle(&colors)
        hangPosters(&random, colors)
        let lit = random.chance(0.5)
        let lamp = addLamp(at: spot(&random, clear: 0.7), lit: lit)
        addLever(at: spot(&random, clear: 0.7), target: lamp, state: lit ? 1 : 0)
        for i in 0..<2 { addBall(&random, colors[i]) }
        addBox(&random, colors[2], stacked: random.chance(0.5))
        addBox(&random, ("wooden", Palette.wood))
        if random.chance(0.6) { addDog(&random) }
        if random.chance(0.5) { addPerson(&random, colors[3]) }
        if random.chance(0.4) { addCanvas(at: spot(&random, clear: 0.8), heading: Float(random.below(4)) * .pi / 2) }
    }

    mutating func table(_ random: inout RandomSource) {
        reach = random.uniform(5.5, 7)
        heading = random.uniform(-.pi, .pi)
        start = SIMD3(0, 0, 0)
        ground = GroundMap(color: SIMD3(0.88, 0.84, 0.76), contrast: 0.12)
        var tones = Palette.named
        random.shuffle(&tones)
        let rug = tones[7].color * 0.5 + SIMD3(0.4, 0.4, 0.4)
        ground.paint(rug) { x, z in max(abs(x), abs(z)) < 2 }
        for side in 0..<4 {
            border(
                side, from: -reach, to: reach, height: 1.1, SIMD3(0.66, 0.68, 0.78), accent: tones[side].color,
                texture: .band)
        }
        raiseHills(&random)
        setting = "a plaza of things"
        details =
            "The bands on its low walls are \(tones[0].name), \(tones[1].name), \(tones[2].name) and \(tones[3].name)."
        addBurger(at: addPedestal(at: spot(&random, clear: 1.1)))
        if random.chance(0.4) { addBurger(at: addPedestal(at: spot(&random, clear: 1.1))) }
        addCanvas(at: spot(&random, clear: 1), heading: Float(random.below(4)) * .pi / 2)
        let lit = random.chance(0.5)
        let lamp = addLamp(at: spot(&random, clear: 0.9), lit: lit)
        if random.chance(0.6) { addLever(at: spot(&random, clear: 0.9), target: lamp, state: lit ? 1 : 0) }
        for i in 0..<2 + random.below(2) { addBall(&random, tones[i]) }
        addBox(&random, tones[3], stacked: random.chance(0.5))
        if random.chance(0.5) { addBlock(&random, tones[4]) }
        if random.chance(0.5) { addDog(&random) }
        if random.chance(0.5) { addPerson(&random, tones[5]) }
    }

    /// A poster on each outer wall of each room, that tells the walls apart.
    private mutating func hangPosters(
        _ random: inout RandomSource, _ tones: [(name: String, color: SIMD3<Float>)]
    ) {
        for i in 0..<8 {
            let (side, room) = (i / 2, Float(i & 1) * 2 - 1)
            let along = room * random.uniform(2, 4.6)
            let inner = (side & 1 == 0 ? -1 : 1) * (reach - 0.02)
            let center = side < 2 ? SIMD3(along, 1.45, inner) : SIMD3(inner, 1.45, along)
            let size: Float = random.chance(0.5) ? 0.5 : 0.75
            let half = side < 2 ? SIMD3(size, 0.5, 0.02) : SIMD3(0.02, 0.5, size)
            walls.append(
                Wall(
                    lowest: center - half, highest: center + half, color: tones[i].color, accent: Palette.cream,
                    texture: .frame))
        }
    }

    /// Part of an outer wall: side 0 and 1 lie at -z and +z, 2 and 3 at -x and +x.
    private mutating func border(
        _ side: Int, from: Float, to: Float, height: Float, _ color: SIMD3<Float>, accent: SIMD3<Float>,
        texture: Wall.Texture
    ) {
        let across: ClosedRange<Float> = side & 1 == 0 ? -reach - 0.5 ... -reach : reach...reach + 0.5
        let along = from...to
        wall(
            x: side < 2 ? along : across, z: side < 2 ? across : along, height: height, color, accent: accent,
            texture: texture)
    }
}
