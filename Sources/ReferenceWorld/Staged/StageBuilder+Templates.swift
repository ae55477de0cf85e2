/// The ground, walls and light of the templates.
extension StageBuilder {
    private typealias Tones = [(name: String, color: SIMD3<Float>)]
    private static let trim = SIMD3<Float>(0.97, 0.96, 0.93)

    static func furnish(
        _ scene: inout Scene, _ decoration: inout [StagedThing], _ template: StagedTemplate,
        _ random: inout RandomSource
    ) -> StageLayout {
        var rooms = Palette.rooms
        random.shuffle(&rooms)
        var tones = Palette.named
        random.shuffle(&tones)
        switch template {
        case .room:
            floor(&scene, rooms[4].color)
            scene.setting = "a room"
            enclose(&scene, x: -4...4, z: -3...5, height: 2.5, rooms)
            posters(&scene, x: -4...4, z: -3...5, tones, &random)
            return StageLayout(ahead: 2.4, x: -4...4, z: -3...5)
        case .corridor: return corridor(&scene, rooms, tones, &random)
        case .leftCorridor: return bentCorridor(&scene, rooms, tones, &random)
        case .street: return street(&scene, &decoration, rooms, &random)
        case .meadow:
            lawn(&scene, &random)
            scene.setting = "a meadow with hedges"
            hedges(&scene, x: -9...9, z: -9...9)
            scene.raiseHills(&random)
            for k in 0..<5 {
                let (s, c) = Trigonometry.sineCosine(Float(k) * 1.2566 + random.uniform(-0.3, 0.3) + 0.6)
                decoration.append(tree(SIMD3(s * 8, 0, c * 8), random.uniform(2.6, 3.4), random.chance(0.35)))
            }
            return StageLayout(ahead: 3, x: -9...9, z: -9...9, clutter: (-7...7, -7...7))
        case .plaza:
            plaza(&scene, tones, reach: 7, rug: SIMD2(0, 2.6), &random)
            return StageLayout(ahead: 2.6, x: -7...7, z: -7...7)
        case .table:
            plaza(&scene, tones, reach: 6, rug: nil, &random)
            scene.setting = "a plaza with a table"
            table(&scene, x: -1.6...1.6, z: 1.55...3.05, height: 0.6)
            return StageLayout(ahead: 2.3, isNarrow: true, x: -6...6, z: -6...6)
        case .gap:
            plaza(&scene, tones, reach: 6, rug: nil, &random)
            scene.setting = "a plaza with two platforms"
            for side: Float in [-1, 1] {
                let x = side < 0 ? -2.4...(-0.4 as Float) : 0.4...2.4
                scene.wall(
                    x: x, z: 1.6...3.2, height: 0.5, Palette.stone * 0.8 + tones[side < 0 ? 4 : 5].color * 0.25,
                    accent: trim, texture: .plain)
            }
            return StageLayout(ahead: 2.4, isNarrow: true, x: -6...6, z: -6...6)
        case .pillarHall: return hall(&scene, &decoration, rooms, tones)
        case .stairs: return stairs(&scene, rooms, tones, &random)
        case .doorway, .twinRooms: return twoRooms(&scene, rooms, tones, alike: template == .twinRooms, &random)
        }
    }

    private static func floor(_ scene: inout Scene, _ color: SIMD3<Float>, contrast: Float = 0.08) {
        scene.ground = GroundMap(color: color * 0.55 + SIMD3(0.36, 0.34, 0.31), contrast: contrast)
    }

    private static func lawn(_ scene: inout Scene, _ random: inout RandomSource) {
        scene.ground = GroundMap(color: SIMD3(0.52, 0.76, 0.36), contrast: 0.09)
        let bend = random.uniform(4, 6) * (random.chance(0.5) ? 1 : -1)
        scene.ground.paint(SIMD3(0.86, 0.74, 0.52)) { x, z in abs(x - bend - z * 0.3) < 0.9 }
    }

    /// Four walls round a rectangle, each in its own colour.
    private static func enclose(
        _ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>, height: Float, _ tones: Tones,
        thick: Float = 0.3
    ) {
        let (x0, x1, z0, z1) = (x.lowerBound, x.upperBound, z.lowerBound, z.upperBound)
        func add(_ x: ClosedRange<Float>, _ z: ClosedRange<Float>, _ tone: Int) {
            scene.wall(x: x, z: z, height: height, tones[tone % tones.count].color, accent: trim, texture: .band)
        }
        add(x0 - thick...x1 + thick, z1...z1 + thick, 0)
        add(x1...x1 + thick, z, 1)
        add(x0 - thick...x1 + thick, z0 - thick...z0, 2)
        add(x0 - thick...x0, z, 3)
    }

    /// A picture on a wall: `along` x (the wall faces z) or z.
    private static func poster(
        _ scene: inout Scene, _ center: SIMD3<Float>, width: Float, height: Float = 1, alongX: Bool,
        _ color: SIMD3<Float>
    ) {
        let half = alongX ? SIMD3(width / 2, height / 2, 0.02) : SIMD3(0.02, height / 2, width / 2)
        scene.walls.append(
            Wall(
                lowest: center - half, highest: center + half, color: color, accent: Palette.cream, texture: .frame))
    }

    /// Two pictures on every wall of a room, unlike each other.
    private static func posters(
        _ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>, _ tones: Tones,
        _ random: inout RandomSource, doorway: Bool = false
    ) {
        for i in 0..<8 {
            let (side, half) = (i / 2, Float(i & 1) * 2 - 1)
            let alongX = side < 2
            let range = alongX ? x : z
            let middle = (range.lowerBound + range.upperBound) / 2
            let length = (range.upperBound - range.lowerBound) / 2
            let along = middle + half * random.uniform(max(0.45 * length, 1.4), 0.7 * length)
            let width: Float = random.chance(0.5) ? 0.9 : 1.3
            let inner =
                alongX
                ? (side == 0 ? z.lowerBound + 0.02 : z.upperBound - 0.02)
                : (side == 2 ? x.lowerBound + 0.02 : x.upperBound - 0.02)
            let center = alongX ? SIMD3(along, 1.45, inner) : SIMD3(inner, 1.45, along)
            poster(&scene, center, width: width, alongX: alongX, tones[i].color)
        }
    }

    private static func hedges(_ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>) {
        let hedge = SIMD3<Float>(0.22, 0.50, 0.26)
        let (x0, x1, z0, z1) = (x.lowerBound, x.upperBound, z.lowerBound, z.upperBound)
        for (a, b) in [
            (x0 - 0.5...x1 + 0.5, z0 - 0.5...z0), (x0 - 0.5...x1 + 0.5, z1...z1 + 0.5), (x0 - 0.5...x0, z),
            (x1...x1 + 0.5, z),
        ] {
            scene.wall(x: a, z: b, height: 1.5, hedge, accent: hedge * 0.85, texture: .panels)
        }
    }

    private static func plaza(
        _ scene: inout Scene, _ tones: Tones, reach: Float, rug: SIMD2<Float>?, _ random: inout RandomSource
    ) {
        scene.ground = GroundMap(color: SIMD3(0.88, 0.84, 0.76), contrast: 0.12)
        if let rug {
            scene.ground.paint(tones[7].color * 0.5 + SIMD3(0.4, 0.4, 0.4)) { x, z in
                max(abs(x - rug.x), abs(z - rug.y)) < 2
            }
        }
        scene.setting = "a plaza"
        let (low, high) = (-reach - 0.5...(-reach), reach...reach + 0.5)
        for (k, sides) in [
            (-reach - 0.5...reach + 0.5, low), (-reach - 0.5...reach + 0.5, high), (low, -reach...reach),
            (high, -reach...reach),
        ].enumerated() {
            scene.wall(
                x: sides.0, z: sides.1, height: 1.1, SIMD3(0.66, 0.68, 0.78), accent: tones[k].color, texture: .band)
        }
        scene.raiseHills(&random)
    }

    private static func table(_ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>, height: Float) {
        scene.wall(x: x, z: z, height: height, SIMD3(0.72, 0.52, 0.32), accent: Palette.darkWood, texture: .plain)
        scene.walls[scene.walls.count - 1].lowest.y = height - 0.1
        for cx in [x.lowerBound + 0.15, x.upperBound - 0.15] {
            for cz in [z.lowerBound + 0.15, z.upperBound - 0.15] {
                scene.wall(
                    x: cx - 0.07...cx + 0.07, z: cz - 0.07...cz + 0.07, height: height - 0.1, Palette.darkWood,
                    accent: trim, texture: .plain)
            }
        }
    }

    private static func tree(_ place: SIMD3<Float>, _ height: Float, _ pine: Bool) -> StagedThing {
        let tone: SIMD3<Float> = pine ? SIMD3(0.14, 0.45, 0.34) : SIMD3(0.28, 0.62, 0.24)
        var tree = StagedThing(
            kind: .tree, name: "", position: place + SIMD3(0, height / 2, 0), half: SIMD3(0.22, height / 2, 0.22),
            color: tone)
        (tree.id, tree.state) = (1, pine ? 1 : 0)
        return tree
    }

    private static func corridor(
        _ scene: inout Scene, _ rooms: Tones, _ tones: Tones, _ random: inout RandomSource
    ) -> StageLayout {
        floor(&scene, rooms[3].color)
        scene.setting = "a corridor"
        // Three stretches of other colours, so that one knows how far one has come.
        for k in 0..<3 {
            let z = -2 + Float(k) * 6...4 + Float(k) * 6
            scene.wall(x: -1.6...(-1.3), z: z, height: 2.5, rooms[k].color, accent: trim, texture: .band)
            scene.wall(x: 1.3...1.6, z: z, height: 2.5, rooms[(k + 1) % 3].color, accent: trim, texture: .band)
        }
        scene.wall(x: -1.6...1.6, z: 16...16.3, height: 2.5, rooms[4].color, accent: trim, texture: .band)
        scene.wall(x: -1.6...1.6, z: -2.3...(-2), height: 2.5, rooms[3].color, accent: trim, texture: .band)
        poster(&scene, SIMD3(0, 1.4, 15.98), width: 1.2, alongX: true, tones[0].color)
        poster(&scene, SIMD3(0, 1.4, -1.98), width: 0.9, alongX: true, tones[5].color)
        for k in 0..<8 {
            let side: Float = k & 1 == 0 ? -1 : 1
            let z = 0.6 + Float(k) * 1.9 + random.uniform(-0.3, 0.3)
            poster(
                &scene, SIMD3(side * 1.28, 1.4, z), width: random.chance(0.5) ? 0.8 : 1.2, alongX: false,
                tones[k].color)
        }
        return StageLayout(ahead: 4, x: -1.3...1.3, z: -2...16)
    }

    private static func bentCorridor(
        _ scene: inout Scene, _ rooms: Tones, _ tones: Tones, _ random: inout RandomSource
    ) -> StageLayout {
        floor(&scene, rooms[3].color)
        scene.setting = "a corridor with a corner"
        func add(_ x: ClosedRange<Float>, _ z: ClosedRange<Float>, _ tone: Int) {
            scene.wall(x: x, z: z, height: 2.5, rooms[tone].color, accent: trim, texture: .band)
        }
        add(-1.6...(-1.3), -2...8.6, 0)
        add(1.3...1.6, -2...5.7, 1)
        add(-1.3...9.3, 8.3...8.6, 2)
        add(1.6...9.3, 5.4...5.7, 3)
        add(9...9.3, 5.7...8.3, 4)
        add(-1.6...1.6, -2.3...(-2), 4)
        for (k, z) in [Float(1), 3.6, 6.8].enumerated() {
            poster(
                &scene, SIMD3(-1.28, 1.4, z + random.uniform(-0.4, 0.4)), width: 0.9, alongX: false, tones[k].color)
        }
        poster(&scene, SIMD3(1.28, 1.4, 2.4), width: 1.1, alongX: false, tones[3].color)
        for (k, x) in [Float(0.2), 4.4, 7.2].enumerated() {
            poster(&scene, SIMD3(x + random.uniform(-0.4, 0.4), 1.4, 8.28), width: 1, alongX: true, tones[4 + k].color)
        }
        poster(&scene, SIMD3(8.98, 1.4, 7), width: 1.2, alongX: false, tones[7].color)
        return StageLayout(ahead: 3, x: -1.3...9, z: -2...8.3, clutter: (-1.3...1.3, -2...8.3))
    }

    private static func street(
        _ scene: inout Scene, _ decoration: inout [StagedThing], _ rooms: Tones, _ random: inout RandomSource
    ) -> StageLayout {
        scene.ground = GroundMap(color: SIMD3(0.80, 0.78, 0.74), contrast: 0.07)
        scene.ground.paint(SIMD3(0.50, 0.52, 0.56), contrast: 0.03) { _, z in z > 3 && z < 6 }
        scene.setting = "a street"
        var tones = rooms
        random.shuffle(&tones)
        // Houses beyond the road and behind the player, each with a door and windows.
        var x: Float = -12
        var k = 0
        while x < 12 {
            let width = random.uniform(3.2, 4.4)
            let height = random.uniform(2.6, 4)
            let color = tones[k % tones.count].color
            scene.wall(x: x...x + width, z: 8...10, height: height, color, accent: trim, texture: .plain)
            poster(
                &scene, SIMD3(x + width * 0.28, 0.95, 7.98), width: 0.8, height: 1.9, alongX: true,
                SIMD3(0.45, 0.30, 0.2))
            poster(
                &scene, SIMD3(x + width * 0.7, 1.5, 7.98), width: 0.9, height: 0.9, alongX: true,
                SIMD3(0.45, 0.62, 0.78))
            x += width
            k += 1
        }
        let hedge = SIMD3<Float>(0.22, 0.50, 0.26)
        scene.wall(x: -11.5...11.5, z: -3.5...(-3), height: 1.5, hedge, accent: hedge * 0.85, texture: .panels)
        for side: Float in [-1, 1] {
            let edge = side < 0 ? -11.5...(-11 as Float) : 11...11.5
            scene.wall(x: edge, z: -3...8, height: 1.8, tones[side < 0 ? 2 : 3].color, accent: trim, texture: .band)
        }
        for side: Float in [-1, 1] {
            decoration.append(tree(SIMD3(side * random.uniform(5, 8), 0, -2.3), 3, random.chance(0.3)))
            decoration.append(tree(SIMD3(side * random.uniform(4.5, 8), 0, 7.2), 2.7, random.chance(0.3)))
        }
        scene.raiseHills(&random)
        return StageLayout(ahead: 4.5, x: -11...11, z: -3...8, clutter: (-7...7, -2.6...2.6))
    }

    private static func hall(
        _ scene: inout Scene, _ decoration: inout [StagedThing], _ rooms: Tones, _ tones: Tones
    ) -> StageLayout {
        floor(&scene, rooms[4].color)
        scene.setting = "a hall of pillars"
        enclose(&scene, x: -6...6, z: -4...9, height: 2.8, rooms)
        for k in 0..<8 {
            let (s, c) = Trigonometry.sineCosine((Float(k) + 0.5) * .pi / 4)
            var pillar = StagedThing(
                kind: .pillar, name: "", position: SIMD3(s * 4.7, 1.3, 3 + c * 4.7), half: SIMD3(0.32, 1.3, 0.32),
                color: tones[k].color)
            pillar.id = 1
            decoration.append(pillar)
        }
        return StageLayout(ahead: 3, x: -6...6, z: -4...9)
    }

    private static func stairs(
        _ scene: inout Scene, _ rooms: Tones, _ tones: Tones, _ random: inout RandomSource
    ) -> StageLayout {
        floor(&scene, rooms[4].color)
        scene.setting = "a hall with stairs"
        enclose(&scene, x: -3...3, z: -3...9, height: 3.6, rooms)
        let (light, dark) = (SIMD3<Float>(0.84, 0.80, 0.74), SIMD3<Float>(0.66, 0.60, 0.54))
        for k in 0..<8 {
            let z = 2 + Float(k) * 0.35
            scene.wall(
                x: -3...3, z: z...z + 0.35, height: 0.15 * Float(k + 1), k & 1 == 0 ? light : dark, accent: trim,
                texture: .plain)
        }
        scene.wall(x: -3...3, z: 4.8...9, height: 1.2, light, accent: trim, texture: .plain)
        poster(&scene, SIMD3(-2.98, 1.5, 0), width: 1.2, alongX: false, tones[0].color)
        poster(&scene, SIMD3(2.98, 1.5, -0.6), width: 0.9, alongX: false, tones[1].color)
        poster(&scene, SIMD3(-2.98, 2.5, 6.4), width: 1.2, alongX: false, tones[2].color)
        poster(&scene, SIMD3(2.98, 2.5, 7), width: 1, alongX: false, tones[3].color)
        poster(&scene, SIMD3(random.uniform(-1, 1), 2.5, 8.98), width: 1.2, alongX: true, tones[4].color)
        poster(&scene, SIMD3(random.uniform(-1, 1), 1.5, -2.98), width: 1.2, alongX: true, tones[5].color)
        return StageLayout(ahead: 6, x: -3...3, z: -3...9, clutter: (-3...3, -3...1.6))
    }

    /// Two rooms behind each other with a doorway 1.5 m wide between; exactly alike or unlike.
    private static func twoRooms(
        _ scene: inout Scene, _ rooms: Tones, _ tones: Tones, alike: Bool, _ random: inout RandomSource
    ) -> StageLayout {
        let x: ClosedRange<Float> = alike ? -3...3 : -3.5...3.5
        let first: ClosedRange<Float> = alike ? -2.4...4.6 : -3...3.2
        let second: ClosedRange<Float> = alike ? 4.6...11.6 : 3.2...9.4
        // No checker where the rooms must not differ.
        floor(&scene, rooms[4].color, contrast: alike ? 0 : 0.08)
        if !alike {
            scene.ground.paint(rooms[1].color * 0.55 + SIMD3(0.36, 0.34, 0.31)) { _, z in z > 3 }
        }
        scene.setting = alike ? "two rooms alike" : "two rooms with a doorway"
        let one = rooms
        let two = alike ? rooms : [rooms[1], rooms[3], rooms[0], rooms[4]]
        for (range, tones) in [(first, one), (second, two)] {
            for (k, wall) in [
                (x.upperBound...x.upperBound + 0.3, range), (x.lowerBound - 0.3...x.lowerBound, range),
            ].enumerated() {
                scene.wall(x: wall.0, z: wall.1, height: 2.5, tones[k].color, accent: trim, texture: .band)
            }
        }
        let (near, far, middle) = (first.lowerBound, second.upperBound, first.upperBound)
        // Behind the player and behind the second room: the same wall with the same doorway, closed.
        for (z, tone) in [(near - 0.3...near, one[2]), (far...far + 0.3, alike ? one[3] : two[3])] {
            scene.wall(
                x: x.lowerBound - 0.3...x.upperBound + 0.3, z: z, height: 2.5, tone.color, accent: trim, texture: .band)
        }
        for (z, tone) in [(middle - 0.1...middle, alike ? one[3] : one[0]), (middle...middle + 0.1, two[2])] {
            for part in [x.lowerBound...(-0.75), 0.75...x.upperBound, -0.75...(0.75 as Float)] {
                scene.wall(x: part, z: z, height: 2.5, tone.color, accent: trim, texture: .band)
                if part.lowerBound == -0.75 {
                    scene.walls[scene.walls.count - 1].lowest.y = 2.1
                    scene.walls[scene.walls.count - 1].texture = .plain
                }
            }
        }
        if alike {
            for z in [near, middle] {
                let shift = z - near
                poster(&scene, SIMD3(-2.98, 1.45, 1 + shift), width: 1.2, alongX: false, tones[0].color)
                poster(&scene, SIMD3(2.98, 1.45, 2.4 + shift), width: 0.9, alongX: false, tones[1].color)
                poster(&scene, SIMD3(-1.9, 1.45, 4.48 + shift), width: 0.9, alongX: true, tones[2].color)
                poster(
                    &scene, SIMD3(1.9, 1.45, -2.38 + shift + (shift > 0 ? 0.1 : 0)), width: 0.9, alongX: true,
                    tones[3].color)
            }
            return StageLayout(
                ahead: 2.4, x: x, z: near...far, secondRoom: 7, clutter: (x, near + 0.2...4.4))
        }
        posters(&scene, x: x, z: first, tones, &random)
        var others = tones
        random.shuffle(&others)
        posters(&scene, x: x, z: second, others, &random)
        return StageLayout(ahead: 3.2, x: x, z: near...far, clutter: (x, near...9))
    }
}
