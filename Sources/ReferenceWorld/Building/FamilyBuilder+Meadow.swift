/// A garden between hedges or stone walls.
extension FamilyBuilder {
    mutating func meadow() {
        stage.scene.reach = random.uniform(8, 10)
        start = SIMD3(random.uniform(-3, 3), 0, random.uniform(-3, 3))
        heading = random.uniform(-.pi, .pi)
        stage.scene.ground = GroundMap(color: SIMD3(0.52, 0.76, 0.36), contrast: 0.09)
        let (bend, side) = (random.uniform(-3, 3), random.chance(0.5))
        stage.scene.ground.paint(SIMD3(0.86, 0.74, 0.52)) { x, z in
            abs((side ? x : z) - bend - (side ? z : x) * 0.3) < 0.9
        }
        let pond = SIMD3(random.uniform(-5, 5), 0, random.uniform(-5, 5))
        let patch = random.chance(0.5) ? SIMD3<Float>(0.95, 0.85, 0.40) : SIMD3<Float>(0.80, 0.62, 0.86)
        stage.scene.ground.paint(patch) { x, z in (x - pond.x) * (x - pond.x) + (z - pond.z) * (z - pond.z) < 4 }
        let stone = random.chance(0.4)
        stage.scene.setting = stone ? "a walled garden" : "a meadow with hedges"
        stage.scene.details =
            stone ? "Four stone walls, each with a band of another colour, close it in." : "Hedges close it in."
        var tones = Palette.named
        random.shuffle(&tones)
        for side in 0..<4 {
            border(
                side, from: -stage.scene.reach, to: stage.scene.reach, height: stone ? 1.8 : 1.5,
                stone ? SIMD3(0.80, 0.76, 0.70) : SIMD3(0.22, 0.50, 0.26),
                accent: stone ? tones[side].color : SIMD3(0.18, 0.42, 0.22), texture: stone ? .band : .panels)
        }
        stage.scene.raiseHills(&random)
        for _ in 0..<3 + random.below(3) { addTree() }
        for i in 0..<2 + random.below(2) { addBlock(tones[i]) }
        for i in 0..<1 + random.below(2) { addBall(tones[3 + i]) }
        if random.chance(0.6) { addBox(("wooden", Palette.wood), stacked: random.chance(0.4)) }
        addDog()
        if random.chance(0.6) { addPerson(tones[6]) }
    }
}
