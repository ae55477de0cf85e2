/// A plaza of things to use.
extension FamilyBuilder {
    mutating func table() {
        stage.scene.reach = random.uniform(5.5, 7)
        heading = random.uniform(-.pi, .pi)
        start = SIMD3(0, 0, 0)
        stage.scene.ground = GroundMap(color: SIMD3(0.88, 0.84, 0.76), contrast: 0.12)
        var tones = Palette.named
        random.shuffle(&tones)
        let rug = tones[7].color * 0.5 + SIMD3(0.4, 0.4, 0.4)
        stage.scene.ground.paint(rug) { x, z in max(abs(x), abs(z)) < 2 }
        for side in 0..<4 {
            border(
                side, from: -stage.scene.reach, to: stage.scene.reach, height: 1.1, SIMD3(0.66, 0.68, 0.78),
                accent: tones[side].color,
                texture: .band)
        }
        stage.scene.raiseHills(&random)
        stage.scene.setting = "a plaza of things"
        stage.scene.details =
            "The bands on its low walls are \(tones[0].name), \(tones[1].name), \(tones[2].name) and \(tones[3].name)."
        addBurger(at: addPedestal(at: spot(clear: 1.1)))
        if random.chance(0.4) { addBurger(at: addPedestal(at: spot(clear: 1.1))) }
        addCanvas(at: spot(clear: 1), heading: Float(random.below(4)) * .pi / 2)
        let lit = random.chance(0.5)
        let lamp = addLamp(at: spot(clear: 0.9), lit: lit)
        if random.chance(0.6) { addLever(at: spot(clear: 0.9), target: lamp, state: lit ? 1 : 0) }
        for i in 0..<2 + random.below(2) { addBall(tones[i]) }
        addBox(tones[3], stacked: random.chance(0.5))
        if random.chance(0.5) { addBlock(tones[4]) }
        if random.chance(0.5) { addDog() }
        if random.chance(0.5) { addPerson(tones[5]) }
    }
}
