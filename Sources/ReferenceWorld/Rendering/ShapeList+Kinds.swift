/// What things look like.
extension ShapeList {
    mutating func add(_ thing: Thing, on stage: Stage) {
        // What is shut in does not show, whatever its size.
        if let c = stage.index(thing.container), stage.things[c].kind != .cup, stage.things[c].progress < 0.05 {
            return
        }
        let inHand = thing.id == stage.hand && thing.id != 0
        begin(id: thing.id, origin: thing.footing, heading: thing.heading)
        let half = thing.half
        let ground = inHand || thing.container != 0 ? 9 : thing.lowest.y
        switch thing.kind {
        case .ball:
            upright(thing)
            shadow(at: thing.position, height: thing.lowest.y, radius: half.x * 1.3)
            add(.ellipsoid, at: SIMD3(0, half.y, 0), half, thing.color, accent: Palette.cream, texture: .band)
            if thing.mass >= 4 { ironBand(thing) }
        case .dog: dog(thing)
        case .person: person(thing)
        case .tree: tree(thing)
        case .burger:
            upright(thing)
            burger(bites: thing.state, size: half.x / 0.38, thing.color)
        case .canvas: canvas(thing)
        case .cube, .crate:
            upright(thing)
            shadow(at: thing.position, height: ground, radius: half.x * 1.6)
            add(.box, at: SIMD3(0, half.y, 0), half, thing.color, accent: thing.color * 0.62, texture: .frame)
            if thing.mass >= 4 { ironBand(thing) }
        case .box:
            upright(thing)
            shadow(at: thing.position, height: ground, radius: half.x * 1.6)
            if thing.hasLid {
                chest(thing)
            } else {
                add(.box, at: SIMD3(0, half.y, 0), half, thing.color, accent: thing.color * 0.62, texture: .frame)
                if thing.mass >= 4 { ironBand(thing) }
            }
        case .barrel: barrel(thing, ground)
        case .block:
            upright(thing)
            shadow(at: thing.position, height: ground, radius: max(half.x, half.z) * 1.5)
            add(.box, at: SIMD3(0, half.y, 0), half, thing.color)
        case .pedestal:
            upright(thing)
            shadow(at: thing.position, height: ground, radius: half.x * 1.6)
            let (stem, plate) = (half.y - 0.05, half.x * 0.84)
            add(.box, at: SIMD3(0, stem, 0), SIMD3(plate, stem, plate), thing.color)
            add(.box, at: SIMD3(0, half.y * 2 - 0.05, 0), SIMD3(half.x, 0.05, half.z), Palette.cream)
        case .slab:
            upright(thing)
            shadow(at: thing.position, height: ground, radius: max(half.x, half.z))
            add(.box, at: SIMD3(0, half.y, 0), half, thing.color, accent: thing.color * 0.7, texture: .frame)
        case .pillar, .post: column(thing, ground)
        case .bush: bush(thing)
        case .vase: vase(thing, ground)
        case .ramp: ramp(thing)
        case .tunnel: tunnel(thing)
        default: mechanism(thing, ground)
        }
    }

    /// The following shapes lie along x and z.
    mutating func upright(_ thing: Thing) { begin(id: thing.id, origin: thing.footing, heading: 0) }

    /// What is heavy shows it.
    private mutating func ironBand(_ thing: Thing) {
        let half = thing.half
        upright(thing)
        if thing.kind == .ball {
            add(
                .cylinder, at: SIMD3(0, half.y, 0), SIMD3(half.x * 1.03, half.y * 0.3, half.x * 1.03), Palette.iron)
        } else {
            add(.box, at: SIMD3(0, half.y, 0), SIMD3(half.x + 0.02, half.y * 0.22, half.z + 0.02), Palette.iron)
        }
    }

    /// A burger, `size` times as large as it usually is.
    private mutating func burger(bites: Float, size: Float, _ color: SIMD3<Float>) {
        add(.cylinder, at: SIMD3(0, 0.02, 0), SIMD3(0.44 * size, 0.02, 0.44 * size), SIMD3(0.95, 0.96, 0.98))
        guard bites < 4 else { return }
        let width = 0.38 * (1 - 0.2 * bites) * size
        let tall = (1 - 0.1 * bites) * size
        let green = SIMD3<Float>(0.40, 0.78, 0.25)
        for (y, wide, thick, tone) in [
            (Float(0.08), Float(0.95), Float(0.08), color * 0.92), (0.21, 1, 0.06, SIMD3(0.42, 0.22, 0.13)),
            (0.29, 1.1, 0.03, green), (0.33, 1, 0.24, color),
        ] {
            add(
                thick > 0.2 ? .ellipsoid : .cylinder, at: SIMD3(0, 0.04 + y * tall, 0),
                SIMD3(width * wide, thick * tall, width * wide), tone)
        }
    }

    private mutating func canvas(_ thing: Thing) {
        shadow(at: thing.position, height: thing.lowest.y, radius: 0.7)
        for x in [Float(-0.45), 0.45] {
            add(.box, at: SIMD3(x, 0.45, -0.06), SIMD3(0.05, 0.45, 0.05), Palette.wood)
        }
        add(
            .box, at: SIMD3(0, 1.15, -0.03), SIMD3(0.62, 0.55, 0.04), thing.color, accent: Palette.wood, texture: .frame
        )
        // Strokes fill the canvas from the left, on its front; a fifth starts over in the next colour.
        for stroke in 0..<min(4, Int(thing.state)) {
            let last = stroke + (Int(thing.state) - 1 - stroke) / 4 * 4
            let color = thing.paint ?? Palette.paint[(last + last / 4) % 4]
            add(.box, at: SIMD3(0.405 - 0.27 * Float(stroke), 1.15, 0.02), SIMD3(0.125, 0.44, 0.01), color)
        }
    }

    /// A chest: open, its lid stands up behind.
    private mutating func chest(_ thing: Thing) {
        let half = thing.half
        let rim = half.y * 1.07
        let thick: Float = 0.04
        let dark = thing.color * 0.7
        if thing.progress < 0.05 {
            add(
                .box, at: SIMD3(0, rim / 2, 0), SIMD3(half.x, rim / 2, half.z), thing.color, accent: dark,
                texture: .frame)
        } else {
            add(.box, at: SIMD3(0, 0.02, 0), SIMD3(half.x, 0.02, half.z), dark)
            for side: Float in [-1, 1] {
                add(
                    .box, at: SIMD3(side * (half.x - thick / 2), rim / 2, 0), SIMD3(thick / 2, rim / 2, half.z),
                    thing.color, accent: dark, texture: .frame)
                add(
                    .box, at: SIMD3(0, rim / 2, side * (half.z - thick / 2)), SIMD3(half.x, rim / 2, thick / 2),
                    thing.color, accent: dark, texture: .frame)
            }
        }
        let lid = half.y - rim / 2
        if thing.progress < 0.05 {
            add(.box, at: SIMD3(0, rim + lid, 0), SIMD3(half.x + 0.02, lid, half.z + 0.02), dark)
            add(.box, at: SIMD3(0, rim, -half.z - 0.02), SIMD3(0.06, 0.07, 0.02), SIMD3(0.98, 0.85, 0.35))
        } else {
            // It turns about its back edge.
            let angle = thing.progress * 1.75
            let (s, c) = Trigonometry.sineCosine(angle)
            let (u, v) = (-half.z, lid)
            let middle = SIMD3(0, rim - u * s + v * c, half.z + u * c + v * s)
            add(thing, leaningBackAt: middle, SIMD3(half.z + 0.02, lid, half.x + 0.02), angle, dark)
        }
    }

    /// A box whose top leans away along +z.
    private mutating func add(
        _ thing: Thing, leaningBackAt middle: SIMD3<Float>, _ half: SIMD3<Float>, _ angle: Float,
        _ color: SIMD3<Float>
    ) {
        begin(id: thing.id, origin: thing.footing + middle, heading: -.pi / 2)
        add(.leaning, at: SIMD3(0, 0, 0), half, color)
        lean(by: angle)
        upright(thing)
    }

    private mutating func barrel(_ thing: Thing, _ ground: Float) {
        let half = thing.half
        upright(thing)
        shadow(at: thing.position, height: ground, radius: half.x * 1.5)
        add(.cylinder, at: SIMD3(0, half.y, 0), SIMD3(half.x * 0.96, half.y, half.x * 0.96), thing.color)
        for y in [half.y * 0.45, half.y * 1.55] {
            add(.cylinder, at: SIMD3(0, y, 0), SIMD3(half.x, half.y * 0.1, half.x), Palette.iron)
        }
        if thing.mass >= 4 { ironBand(thing) }
    }

    private mutating func column(_ thing: Thing, _ ground: Float) {
        let half = thing.half
        upright(thing)
        shadow(at: thing.position, height: ground, radius: half.x * 1.7)
        add(.cylinder, at: SIMD3(0, half.y, 0), half, thing.color)
        if thing.kind == .post {
            add(.ellipsoid, at: SIMD3(0, half.y * 2, 0), SIMD3(repeating: half.x * 1.4), Palette.cream)
        } else {
            for y in [Float(0.09), half.y * 2 - 0.09] {
                add(.cylinder, at: SIMD3(0, y, 0), SIMD3(half.x * 1.2, 0.09, half.x * 1.2), Palette.cream)
            }
        }
    }

    private mutating func bush(_ thing: Thing) {
        upright(thing)
        shadow(at: thing.position, height: thing.lowest.y, radius: 0.6)
        add(.ellipsoid, at: SIMD3(0, 0.3, 0), SIMD3(0.36, 0.32, 0.36), thing.color)
        add(.ellipsoid, at: SIMD3(0.14, 0.5, 0.05), SIMD3(0.22, 0.2, 0.22), thing.color * 1.12)
    }

    private mutating func vase(_ thing: Thing, _ ground: Float) {
        let half = thing.half
        upright(thing)
        shadow(at: thing.position, height: ground, radius: half.x * 1.6)
        add(.ellipsoid, at: SIMD3(0, half.y * 0.75, 0), SIMD3(half.x, half.y * 0.75, half.x), thing.color)
        add(
            .cylinder, at: SIMD3(0, half.y * 1.55, 0), SIMD3(half.x * 0.42, half.y * 0.45, half.x * 0.42),
            thing.color * 0.85)
        add(.cylinder, at: SIMD3(0, half.y * 1.95, 0), SIMD3(half.x * 0.65, 0.03, half.x * 0.65), Palette.cream)
    }

    private mutating func ramp(_ thing: Thing) {
        let slope = Stage.slopeAxis(thing)
        let run = thing.half[slope.axis]
        let across = thing.half[slope.axis == 0 ? 2 : 0]
        // The wedge rises towards its own +x.
        let heading: Float = slope.axis == 0 ? (slope.risesUp ? 0 : .pi) : (slope.risesUp ? -.pi / 2 : .pi / 2)
        begin(id: thing.id, origin: thing.footing, heading: heading)
        shadow(at: thing.position, height: thing.lowest.y, radius: run)
        add(.wedge, at: SIMD3(0, thing.half.y, 0), SIMD3(run, thing.half.y, across), thing.color)
    }

    private mutating func tunnel(_ thing: Thing) {
        upright(thing)
        shadow(at: thing.position, height: thing.lowest.y, radius: thing.half.x)
        for (k, part) in Stage.tunnelParts(thing).enumerated() {
            let half = (part.1 - part.0) * 0.5
            add(
                .box, at: (part.0 + part.1) * 0.5 - thing.footing, half, k == 1 ? thing.color * 0.8 : thing.color)
        }
    }
}
