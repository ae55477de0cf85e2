/// Corridors, streets, halls and rooms.
extension StageBuilder {
    static func corridor(
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

    static func bentCorridor(
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
        return StageLayout(ahead: 3, x: -1.3...9, z: -2...8.3, clutter: (-1.3...1.3, -2...5.4))
    }

    static func street(
        _ scene: inout Scene, _ decoration: inout [Thing], _ rooms: Tones, _ random: inout RandomSource
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

    static func hall(
        _ scene: inout Scene, _ decoration: inout [Thing], _ rooms: Tones, _ tones: Tones
    ) -> StageLayout {
        floor(&scene, rooms[4].color)
        scene.setting = "a hall of pillars"
        enclose(&scene, x: -6...6, z: -4...9, height: 2.8, rooms)
        for k in 0..<8 {
            let (s, c) = Trigonometry.sineCosine((Float(k) + 0.5) * .pi / 4)
            var pillar = Thing(
                kind: .pillar, name: "", position: SIMD3(s * 4.7, 1.3, 3 + c * 4.7), half: SIMD3(0.32, 1.3, 0.32),
                color: tones[k].color)
            pillar.id = 1
            decoration.append(pillar)
        }
        return StageLayout(ahead: 3, x: -6...6, z: -4...9)
    }

    static func stairs(
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
    static func twoRooms(
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
