/// The things that scene families are furnished with.
extension FamilyBuilder {
    private mutating func add(_ thing: Thing) { stage.add(thing) }

    mutating func addBall(_ tone: (name: String, color: SIMD3<Float>)) {
        let radius = random.uniform(0.3, 0.45)
        var place = spot(clear: 0.7)
        place.y = random.chance(0.3) ? 1.5 : 0
        add(.ball(at: place, radius: radius, tone))
    }

    /// A box; sometimes two, stacked.
    mutating func addBox(_ tone: (name: String, color: SIMD3<Float>), stacked: Bool = false) {
        var place = spot(clear: 0.9)
        for size: Float in stacked ? [0.45, 0.32] : [0.45] {
            add(.box(at: place, size: size, tone))
            place.y += size * 2
        }
    }

    mutating func addBlock(_ tone: (name: String, color: SIMD3<Float>)) {
        let half = SIMD3(random.uniform(0.4, 0.9), random.uniform(0.4, 1.1), random.uniform(0.4, 0.9))
        add(.block(at: spot(clear: 1), half, tone))
    }

    mutating func addTree() {
        let height = random.uniform(2.6, 3.6)
        let pine = random.chance(0.35)
        add(.tree(at: spot(clear: 1.2), height: height, pine: pine))
    }

    mutating func addDog() {
        let coats: [(name: String, color: SIMD3<Float>)] = [
            ("brown", Palette.brownCoat), ("white", SIMD3(0.95, 0.92, 0.87)), ("black", SIMD3(0.20, 0.19, 0.22)),
        ]
        let coat = random.pick(coats)
        let place = spot(clear: 0.8)
        add(.dog(at: place, heading: random.uniform(-.pi, .pi), coat))
    }

    mutating func addPerson(_ tone: (name: String, color: SIMD3<Float>)) {
        let place = spot(clear: 0.8)
        add(.person(at: place, heading: Float(random.below(4)) * .pi / 2, tone))
    }

    /// A stone pedestal; returns its top's centre.
    mutating func addPedestal(at place: SIMD3<Float>) -> SIMD3<Float> {
        add(.pedestal(at: place))
        return place + SIMD3(0, 0.8, 0)
    }

    mutating func addBurger(at place: SIMD3<Float>) { add(.burger(at: place)) }

    mutating func addCanvas(at place: SIMD3<Float>, heading: Float) { add(.canvas(at: place, heading: heading)) }

    /// The id of the lamp.
    mutating func addLamp(at place: SIMD3<Float>, lit: Bool) -> UInt16 { stage.add(.lamp(at: place, lit: lit)) }

    mutating func addLever(at place: SIMD3<Float>, target: UInt16, state: Float) {
        add(.lever(at: place, target: target, state: state))
    }

    mutating func addDoor(at place: SIMD3<Float>, heading: Float, open: Bool) {
        add(.door(at: place, heading: heading, open: open))
    }
}
