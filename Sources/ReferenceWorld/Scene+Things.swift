/// The things that scenes are furnished with.
extension Scene {
    mutating func addBall(_ random: inout RandomSource, _ tone: (name: String, color: SIMD3<Float>)) {
        let radius = random.uniform(0.3, 0.45)
        var thing = Thing(
            kind: .ball, position: spot(&random, clear: 0.7), half: SIMD3(repeating: radius), color: tone.color,
            colorName: tone.name)
        thing.position.y = radius + (random.chance(0.3) ? 1.5 : 0)
        thing.solid = false
        add(thing)
    }

    /// A crate; sometimes two, stacked.
    mutating func addBox(
        _ random: inout RandomSource, _ tone: (name: String, color: SIMD3<Float>), stacked: Bool = false
    ) {
        var place = spot(&random, clear: 0.9)
        var size: Float = 0.45
        for _ in 0..<(stacked ? 2 : 1) {
            place.y += size
            add(
                Thing(
                    kind: .box, position: place, half: SIMD3(repeating: size), color: tone.color, colorName: tone.name))
            place.y += size
            size = 0.32
        }
    }

    mutating func addBlock(_ random: inout RandomSource, _ tone: (name: String, color: SIMD3<Float>)) {
        let half = SIMD3(random.uniform(0.4, 0.9), random.uniform(0.4, 1.1), random.uniform(0.4, 0.9))
        add(
            Thing(
                kind: .block, position: spot(&random, clear: 1) + SIMD3(0, half.y, 0), half: half, color: tone.color,
                colorName: tone.name))
    }

    mutating func addTree(_ random: inout RandomSource) {
        let height = random.uniform(2.6, 3.6)
        let pine = random.chance(0.35)
        let tone: SIMD3<Float> = pine ? SIMD3(0.14, 0.45, 0.34) : SIMD3(0.28, 0.62, 0.24)
        var thing = Thing(
            kind: .tree, position: spot(&random, clear: 1.2) + SIMD3(0, height / 2, 0),
            half: SIMD3(0.22, height / 2, 0.22), color: tone)
        thing.state = pine ? 1 : 0
        add(thing)
    }

    mutating func addDog(_ random: inout RandomSource) {
        let coats: [(name: String, color: SIMD3<Float>)] = [
            ("brown", SIMD3(0.58, 0.36, 0.18)), ("white", SIMD3(0.95, 0.92, 0.87)), ("black", SIMD3(0.20, 0.19, 0.22)),
        ]
        let coat = random.pick(coats)
        var dog = Thing(
            kind: .dog, position: spot(&random, clear: 0.8) + SIMD3(0, 0.35, 0), half: SIMD3(0.3, 0.35, 0.3),
            color: coat.color, colorName: coat.name)
        dog.heading = random.uniform(-.pi, .pi)
        dog.goal = dog.heading
        dog.solid = false
        add(dog)
    }

    mutating func addPerson(_ random: inout RandomSource, _ tone: (name: String, color: SIMD3<Float>)) {
        var person = Thing(
            kind: .person, position: spot(&random, clear: 0.8) + SIMD3(0, 0.85, 0), half: SIMD3(0.26, 0.85, 0.26),
            color: tone.color, colorName: tone.name)
        person.heading = Float(random.below(4)) * .pi / 2
        person.goal = person.heading
        person.walking = true
        person.solid = false
        add(person)
    }

    /// A stone pedestal; returns its top's centre.
    mutating func addPedestal(at place: SIMD3<Float>) -> SIMD3<Float> {
        add(
            Thing(
                kind: .pedestal, position: place + SIMD3(0, 0.4, 0), half: SIMD3(0.5, 0.4, 0.5), color: Palette.stone))
        return place + SIMD3(0, 0.8, 0)
    }

    mutating func addBurger(at place: SIMD3<Float>) {
        var burger = Thing(
            kind: .burger, position: place + SIMD3(0, 0.3, 0), half: SIMD3(0.38, 0.3, 0.38),
            color: SIMD3(0.90, 0.62, 0.26))
        burger.solid = false
        add(burger)
    }

    mutating func addCanvas(at place: SIMD3<Float>, heading: Float) {
        var canvas = Thing(
            kind: .canvas, position: place + SIMD3(0, 0.85, 0), half: SIMD3(0.4, 0.85, 0.4), color: Palette.cream)
        canvas.heading = heading
        add(canvas)
    }

    @discardableResult
    mutating func addLamp(at place: SIMD3<Float>, lit: Bool) -> UInt16 {
        var lamp = Thing(
            kind: .lamp, position: place + SIMD3(0, 1, 0), half: SIMD3(0.28, 1, 0.28), color: SIMD3(1, 0.9, 0.5))
        lamp.state = lit ? 1 : 0
        return add(lamp)
    }

    mutating func addLever(at place: SIMD3<Float>, target: UInt16, state: Float) {
        var lever = Thing(
            kind: .lever, position: place + SIMD3(0, 0.5, 0), half: SIMD3(0.22, 0.5, 0.22), color: Palette.iron)
        (lever.target, lever.state) = (target, state)
        add(lever)
    }

    /// A door that fills a doorway 1.5 m wide; `heading` is where its face looks.
    mutating func addDoor(at place: SIMD3<Float>, heading: Float, open: Bool) {
        let alongX = abs(Trigonometry.cosine(heading)) > 0.5
        var door = Thing(
            kind: .door, position: place + SIMD3(0, 1.05, 0),
            half: alongX ? SIMD3(0.75, 1.05, 0.06) : SIMD3(0.06, 1.05, 0.75), color: SIMD3(0.60, 0.34, 0.18))
        (door.heading, door.state, door.progress) = (heading, open ? 1 : 0, open ? 1 : 0)
        door.solid = !open
        add(door)
    }
}
