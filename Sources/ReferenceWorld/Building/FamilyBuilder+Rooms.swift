/// Four rooms with doorways.
extension FamilyBuilder {
    mutating func rooms() {
        stage.scene.reach = 6.4
        start = SIMD3(-3.2, 0, -3.2)
        heading = .pi / 4 + random.uniform(-0.6, 0.6)
        var tones = Palette.rooms
        random.shuffle(&tones)
        // Rooms by quadrant: (x < 0, z < 0), (x > 0, z < 0), (x < 0, z > 0), (x > 0, z > 0).
        stage.scene.ground = GroundMap(color: SIMD3(0.80, 0.68, 0.50), contrast: 0.08)
        for room in 0..<4 {
            let tone = tones[room].color * 0.55 + SIMD3(0.36, 0.34, 0.31)
            stage.scene.ground.paint(tone) { x, z in
                (x > 0) == (room & 1 == 1) && (z > 0) == (room & 2 == 2)
            }
        }
        let height: Float = 2.5
        let trim = SIMD3<Float>(0.97, 0.96, 0.93)
        for side in 0..<4 {
            for half in 0..<2 {
                let room = side < 2 ? half + side * 2 : half * 2 + (side - 2)
                border(
                    side, from: half == 0 ? -stage.scene.reach : 0, to: half == 0 ? 0 : stage.scene.reach,
                    height: height, tones[room].color,
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
                    (Float(0.12), middle - 0.75, Float(0)), (middle + 0.75, stage.scene.reach, 0),
                    (middle - 0.75, middle + 0.75, 2.1),
                ] {
                    let along = outward < 0 ? -part.1 ... -part.0 : part.0...part.1
                    stage.scene.wall(
                        x: arm < 2 ? across : along, z: arm < 2 ? along : across, height: height, tones[room].color,
                        accent: trim, texture: .band)
                    stage.scene.walls[stage.scene.walls.count - 1].lowest.y = part.2
                    if part.2 > 0 { stage.scene.walls[stage.scene.walls.count - 1].texture = .plain }
                }
            }
            if arm == 0 || arm == 3 || random.chance(0.3) {
                let place = arm < 2 ? SIMD3(0, 0, outward * middle) : SIMD3(outward * middle, 0, 0)
                addDoor(at: place, heading: arm < 2 ? .pi / 2 : 0, open: random.chance(0.5))
            }
        }
        stage.scene.wall(x: -0.16...0.16, z: -0.16...0.16, height: height + 0.1, trim, accent: trim, texture: .plain)
        stage.scene.setting = "four rooms with doorways"
        stage.scene.details = "The rooms are \(tones[0].name), \(tones[1].name), \(tones[2].name) and \(tones[3].name)."
        var colors = Palette.named
        random.shuffle(&colors)
        hangPosters(colors)
        let lit = random.chance(0.5)
        let lamp = addLamp(at: spot(clear: 0.7), lit: lit)
        addLever(at: spot(clear: 0.7), target: lamp, state: lit ? 1 : 0)
        for i in 0..<2 { addBall(colors[i]) }
        addBox(colors[2], stacked: random.chance(0.5))
        addBox(("wooden", Palette.wood))
        if random.chance(0.6) { addDog() }
        if random.chance(0.5) { addPerson(colors[3]) }
        if random.chance(0.4) { addCanvas(at: spot(clear: 0.8), heading: Float(random.below(4)) * .pi / 2) }
    }

    /// A poster on each outer wall of each room, that tells the walls apart.
    private mutating func hangPosters(
        _ tones: [(name: String, color: SIMD3<Float>)]
    ) {
        for i in 0..<8 {
            let (side, room) = (i / 2, Float(i & 1) * 2 - 1)
            let along = room * random.uniform(2, 4.6)
            let inner = (side & 1 == 0 ? -1 : 1) * (stage.scene.reach - 0.02)
            let center = side < 2 ? SIMD3(along, 1.45, inner) : SIMD3(inner, 1.45, along)
            let size: Float = random.chance(0.5) ? 0.5 : 0.75
            let half = side < 2 ? SIMD3(size, 0.5, 0.02) : SIMD3(0.02, 0.5, size)
            stage.scene.walls.append(
                Wall(
                    lowest: center - half, highest: center + half, color: tones[i].color, accent: Palette.cream,
                    texture: .frame))
        }
    }
}
