/// The ground, walls and light of the templates.
extension StageBuilder {
    typealias Tones = [(name: String, color: SIMD3<Float>)]
    static let trim = SIMD3<Float>(0.97, 0.96, 0.93)

    static func furnish(
        _ scene: inout Scene, _ decoration: inout [Thing], _ template: StageTemplate,
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

    static func floor(_ scene: inout Scene, _ color: SIMD3<Float>, contrast: Float = 0.08) {
        scene.ground = GroundMap(color: color * 0.55 + SIMD3(0.36, 0.34, 0.31), contrast: contrast)
    }

    static func lawn(_ scene: inout Scene, _ random: inout RandomSource) {
        scene.ground = GroundMap(color: SIMD3(0.52, 0.76, 0.36), contrast: 0.09)
        let bend = random.uniform(4, 6) * (random.chance(0.5) ? 1 : -1)
        scene.ground.paint(SIMD3(0.86, 0.74, 0.52)) { x, z in abs(x - bend - z * 0.3) < 0.9 }
    }

    /// Four walls round a rectangle, each in its own colour.
    static func enclose(
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
    static func poster(
        _ scene: inout Scene, _ center: SIMD3<Float>, width: Float, height: Float = 1, alongX: Bool,
        _ color: SIMD3<Float>
    ) {
        let half = alongX ? SIMD3(width / 2, height / 2, 0.02) : SIMD3(0.02, height / 2, width / 2)
        scene.walls.append(
            Wall(
                lowest: center - half, highest: center + half, color: color, accent: Palette.cream, texture: .frame))
    }

    /// Two pictures on every wall of a room, unlike each other.
    static func posters(
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

    static func hedges(_ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>) {
        let hedge = SIMD3<Float>(0.22, 0.50, 0.26)
        let (x0, x1, z0, z1) = (x.lowerBound, x.upperBound, z.lowerBound, z.upperBound)
        for (a, b) in [
            (x0 - 0.5...x1 + 0.5, z0 - 0.5...z0), (x0 - 0.5...x1 + 0.5, z1...z1 + 0.5), (x0 - 0.5...x0, z),
            (x1...x1 + 0.5, z),
        ] {
            scene.wall(x: a, z: b, height: 1.5, hedge, accent: hedge * 0.85, texture: .panels)
        }
    }

    static func plaza(
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

    static func table(_ scene: inout Scene, x: ClosedRange<Float>, z: ClosedRange<Float>, height: Float) {
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

    static func tree(_ place: SIMD3<Float>, _ height: Float, _ pine: Bool) -> Thing {
        var tree = Thing.tree(at: place, height: height, pine: pine)
        tree.id = 1
        return tree
    }
}
