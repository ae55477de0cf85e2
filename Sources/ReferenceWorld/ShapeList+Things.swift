/// What things look like.
extension ShapeList {
    mutating func add(_ thing: Thing) {
        let foot = SIMD3(thing.position.x, thing.lowest.y, thing.position.z)
        let turned = thing.isCreature || thing.kind == .canvas
        begin(id: thing.id, origin: foot, heading: turned ? thing.heading : 0)
        let half = thing.half
        switch thing.kind {
        case .ball:
            shadow(thing, radius: half.x * 1.3)
            add(.ellipsoid, at: SIMD3(0, half.y, 0), half, thing.color, accent: Palette.cream, texture: .band)
        case .box:
            shadow(thing, radius: half.x * 1.6)
            add(.box, at: SIMD3(0, half.y, 0), half, thing.color, accent: thing.color * 0.62, texture: .frame)
        case .block:
            shadow(thing, radius: max(half.x, half.z) * 1.5)
            add(.box, at: SIMD3(0, half.y, 0), half, thing.color)
        case .pedestal:
            shadow(thing, radius: 0.8)
            add(.box, at: SIMD3(0, 0.34, 0), SIMD3(0.42, 0.34, 0.42), thing.color)
            add(.box, at: SIMD3(0, 0.74, 0), SIMD3(0.5, 0.06, 0.5), Palette.cream)
        case .tree: tree(thing)
        case .dog: dog(thing)
        case .person: person(thing)
        case .burger: burger(thing)
        case .canvas: canvas(thing)
        case .lamp: lamp(thing)
        case .lever: lever(thing)
        case .door: door(thing)
        }
    }

    private mutating func tree(_ thing: Thing) {
        let height = thing.half.y * 2
        shadow(thing, radius: 1.3)
        add(.cylinder, at: SIMD3(0, height * 0.3, 0), SIMD3(0.18, height * 0.3, 0.18), Palette.darkWood)
        if thing.state > 0 {
            for tier in 0..<3 {
                let (y, size) = (height * (0.42 + 0.24 * Float(tier)), 1 - 0.27 * Float(tier))
                add(.ellipsoid, at: SIMD3(0, y, 0), SIMD3(size, 0.62, size), thing.color * (0.9 + 0.1 * Float(tier)))
            }
        } else {
            add(.ellipsoid, at: SIMD3(0, height * 0.78, 0), SIMD3(1.1, height * 0.30, 1.1), thing.color)
            add(.ellipsoid, at: SIMD3(0.4, height * 0.95, 0.2), SIMD3(0.7, 0.6, 0.7), thing.color * 1.1)
        }
    }

    private mutating func dog(_ thing: Thing) {
        shadow(thing, radius: 0.6)
        let (coat, dark) = (thing.color, thing.color * 0.7)
        let swing = thing.walking ? Trigonometry.sine(thing.progress) * 0.12 : 0
        for (i, x) in [Float(-0.13), 0.13].enumerated() {
            let sign: Float = i == 0 ? 1 : -1
            add(.box, at: SIMD3(x, 0.16, 0.24 + swing * sign), SIMD3(0.06, 0.16, 0.06), dark)
            add(.box, at: SIMD3(x, 0.16, -0.24 - swing * sign), SIMD3(0.06, 0.16, 0.06), dark)
        }
        add(.box, at: SIMD3(0, 0.42, 0), SIMD3(0.2, 0.15, 0.36), coat)
        add(.box, at: SIMD3(0, 0.62, 0.42), SIMD3(0.16, 0.15, 0.15), coat)
        add(.box, at: SIMD3(0, 0.57, 0.62), SIMD3(0.09, 0.08, 0.09), dark)
        add(.box, at: SIMD3(0, 0.60, 0.72), SIMD3(0.04, 0.04, 0.03), SIMD3(0.1, 0.1, 0.1))
        add(.box, at: SIMD3(-0.16, 0.72, 0.38), SIMD3(0.04, 0.11, 0.07), dark)
        add(.box, at: SIMD3(0.16, 0.72, 0.38), SIMD3(0.04, 0.11, 0.07), dark)
        add(.box, at: SIMD3(swing * 0.6, 0.58, -0.42), SIMD3(0.04, 0.16, 0.05), dark)
    }

    private mutating func person(_ thing: Thing) {
        shadow(thing, radius: 0.5)
        let swing = thing.walking ? Trigonometry.sine(thing.progress) * 0.2 : 0
        let trousers = SIMD3<Float>(0.24, 0.26, 0.42)
        add(.box, at: SIMD3(-0.11, 0.38, swing), SIMD3(0.09, 0.38, 0.10), trousers)
        add(.box, at: SIMD3(0.11, 0.38, -swing), SIMD3(0.09, 0.38, 0.10), trousers)
        add(.box, at: SIMD3(0, 1.06, 0), SIMD3(0.25, 0.32, 0.15), thing.color)
        add(.box, at: SIMD3(-0.32, 1.04, -swing * 0.8), SIMD3(0.07, 0.30, 0.08), thing.color * 0.8)
        add(.box, at: SIMD3(0.32, 1.04, swing * 0.8), SIMD3(0.07, 0.30, 0.08), thing.color * 0.8)
        add(.ellipsoid, at: SIMD3(0, 1.55, 0), SIMD3(0.17, 0.19, 0.17), Palette.skin)
        add(.ellipsoid, at: SIMD3(0, 1.64, -0.04), SIMD3(0.18, 0.13, 0.18), SIMD3(0.3, 0.18, 0.1))
    }

    private mutating func burger(_ thing: Thing) {
        add(.cylinder, at: SIMD3(0, 0.02, 0), SIMD3(0.44, 0.02, 0.44), SIMD3(0.95, 0.96, 0.98))
        guard thing.state < 4 else { return }
        // Bites leave a smaller burger, higher than wide.
        let width = 0.38 * (1 - 0.2 * thing.state)
        let tall = 1 - 0.1 * thing.state
        func layer(_ y: Float, _ wide: Float, _ thick: Float) -> (SIMD3<Float>, SIMD3<Float>) {
            (SIMD3(0, 0.04 + y * tall, 0), SIMD3(width * wide, thick * tall, width * wide))
        }
        var (at, half) = layer(0.08, 0.95, 0.08)
        add(.cylinder, at: at, half, thing.color * 0.92)
        (at, half) = layer(0.21, 1, 0.06)
        add(.cylinder, at: at, half, SIMD3(0.42, 0.22, 0.13))
        (at, half) = layer(0.29, 1.1, 0.03)
        add(.cylinder, at: at, half, SIMD3(0.40, 0.78, 0.25))
        (at, half) = layer(0.33, 1, 0.24)
        add(.ellipsoid, at: at, half, thing.color)
    }

    private mutating func canvas(_ thing: Thing) {
        shadow(thing, radius: 0.7)
        for x in [Float(-0.45), 0.45] {
            add(.box, at: SIMD3(x, 0.45, -0.06), SIMD3(0.05, 0.45, 0.05), Palette.wood)
        }
        add(
            .box, at: SIMD3(0, 1.15, -0.03), SIMD3(0.62, 0.55, 0.04), thing.color, accent: Palette.wood, texture: .frame
        )
        // Strokes fill the canvas from the left, on its front; a fifth starts over in the next colour.
        for stroke in 0..<min(4, Int(thing.state)) {
            let last = stroke + (Int(thing.state) - 1 - stroke) / 4 * 4
            let color = Palette.paint[(last + last / 4) % 4]
            let x = -0.405 + 0.27 * Float(stroke)
            add(.box, at: SIMD3(x, 1.15, 0.02), SIMD3(0.125, 0.44, 0.01), color)
        }
    }

    private mutating func lamp(_ thing: Thing) {
        let lit = thing.state > 0
        if lit { glow(thing, radius: 2.4) } else { shadow(thing, radius: 0.5) }
        add(.cylinder, at: SIMD3(0, 0.05, 0), SIMD3(0.25, 0.05, 0.25), Palette.iron)
        add(.cylinder, at: SIMD3(0, 0.8, 0), SIMD3(0.06, 0.8, 0.06), Palette.iron)
        let color = lit ? SIMD3<Float>(1, 0.93, 0.50) : SIMD3(0.48, 0.50, 0.54)
        add(.ellipsoid, at: SIMD3(0, 1.75, 0), SIMD3(0.28, 0.26, 0.28), color, glows: lit)
    }

    private mutating func lever(_ thing: Thing) {
        shadow(thing, radius: 0.45)
        let on = thing.state > 0
        add(.box, at: SIMD3(0, 0.3, 0), SIMD3(0.2, 0.3, 0.2), thing.color)
        let side: Float = on ? 1 : -1
        let knob = on ? SIMD3<Float>(0.25, 0.88, 0.35) : SIMD3(0.92, 0.25, 0.22)
        add(.box, at: SIMD3(0.08 * side, 0.70, 0), SIMD3(0.05, 0.12, 0.05), Palette.stone)
        add(.ellipsoid, at: SIMD3(0.16 * side, 0.88, 0), SIMD3(repeating: 0.15), knob)
    }

    private mutating func door(_ thing: Thing) {
        // The hinge is at the left end as one faces the way the door looks.
        let (s, c) = Trigonometry.sineCosine(thing.heading)
        let width = max(thing.half.x, thing.half.z)
        let foot = SIMD3(thing.position.x, 0, thing.position.z)
        let hinge = foot - SIMD3(c, 0, -s) * width
        begin(id: thing.id, origin: hinge, heading: thing.heading - thing.progress * 1.5)
        add(
            .box, at: SIMD3(width, 1.05, 0), SIMD3(width - 0.01, 1.04, 0.05), thing.color,
            accent: thing.color * 0.66, texture: .frame)
        add(.ellipsoid, at: SIMD3(width * 1.75, 1.0, 0), SIMD3(0.07, 0.07, 0.13), SIMD3(0.98, 0.85, 0.35))
    }
}
