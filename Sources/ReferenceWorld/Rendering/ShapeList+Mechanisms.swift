/// What mechanisms look like.
extension ShapeList {
    private static let brass = SIMD3<Float>(0.98, 0.85, 0.35)

    mutating func mechanism(_ thing: Thing, _ ground: Float) {
        switch thing.kind {
        case .lamp: lamp(thing, ground)
        case .candle: candle(thing, ground)
        case .door: door(thing)
        case .gate: gate(thing)
        case .drawer: cabinet(thing, ground)
        case .cup: cup(thing, ground)
        case .train: wagon(thing, ground)
        case .button: button(thing, ground)
        case .lever: lever(thing, ground)
        case .fuse: fuse(thing)
        case .domino: domino(thing, ground)
        default: break
        }
    }

    private mutating func lamp(_ thing: Thing, _ ground: Float) {
        let (lit, size) = (thing.state > 0, thing.half.y)
        if lit, ground < 0.1 {
            glow(at: thing.position, radius: 2.4 * size)
        } else {
            shadow(at: thing.position, height: ground, radius: 0.5 * size)
        }
        add(.cylinder, at: SIMD3(0, 0.05, 0) * size, SIMD3(0.25, 0.05, 0.25) * size, Palette.iron)
        add(.cylinder, at: SIMD3(0, 0.8, 0) * size, SIMD3(0.06, 0.8, 0.06) * size, Palette.iron)
        let color = lit ? SIMD3<Float>(1, 0.93, 0.50) : SIMD3(0.48, 0.50, 0.54)
        add(.ellipsoid, at: SIMD3(0, 1.75, 0) * size, SIMD3(0.28, 0.26, 0.28) * size, color, glows: lit)
    }

    private mutating func candle(_ thing: Thing, _ ground: Float) {
        upright(thing)
        let half = thing.half
        if thing.isLit, ground < 0.1 {
            glow(at: thing.position, radius: 1, strength: 0.4)
        } else {
            shadow(at: thing.position, height: ground, radius: 0.2)
        }
        add(.cylinder, at: SIMD3(0, 0.015, 0), SIMD3(0.17, 0.015, 0.17), Palette.iron)
        add(.cylinder, at: SIMD3(0, half.y, 0), SIMD3(half.x, half.y, half.x), thing.color)
        guard thing.isLit else { return }
        add(
            .ellipsoid, at: SIMD3(0, half.y * 2 + 0.08, 0), SIMD3(0.055, 0.11, 0.055), SIMD3(1, 0.72, 0.20), glows: true
        )
    }

    private mutating func door(_ thing: Thing) {
        upright(thing)
        for (low, high) in Stage.doorFrame(thing) {
            add(.box, at: (low + high) * 0.5 - thing.footing, (high - low) * 0.5, Palette.cream)
        }
        // The hinge is at the left end as one looks the way of its heading.
        let (s, c) = Trigonometry.sineCosine(thing.heading)
        let width = max(thing.half.x, thing.half.z)
        let hinge = thing.footing - SIMD3(c, 0, -s) * width
        begin(id: thing.id, origin: hinge, heading: thing.heading - thing.progress * 1.5)
        add(
            .box, at: SIMD3(width, 1.05, 0), SIMD3(width - 0.01, 1.04, 0.05), thing.color,
            accent: thing.color * 0.66, texture: .frame)
        add(.ellipsoid, at: SIMD3(width * 1.75, 1.0, 0), SIMD3(0.07, 0.07, 0.13), Self.brass)
    }

    private mutating func gate(_ thing: Thing) {
        upright(thing)
        let half = thing.half
        let alongX = half.x > half.z
        let wide = max(half.x, half.z)
        // Only what is above the floor shows.
        let height = max(0.03, min(half.y * 2, thing.highest.y))
        let base = half.y * 2 - height
        func bar(_ along: Float, _ y: Float, _ w: Float, _ h: Float, _ color: SIMD3<Float>) {
            add(
                .box, at: alongX ? SIMD3(along, base + y, 0) : SIMD3(0, base + y, along),
                alongX ? SIMD3(w, h, half.z * 0.6) : SIMD3(half.x * 0.6, h, w), color)
        }
        for k in 0..<5 { bar((Float(k) - 2) * wide * 0.44, height / 2, 0.07, height / 2, thing.color) }
        bar(0, height - 0.08, wide, min(0.08, height / 2), Palette.stone)
        // The posts between which it sinks.
        for side: Float in [-1, 1] {
            add(
                .box,
                at: (alongX ? SIMD3(side * (wide + 0.1), 0, 0) : SIMD3(0, 0, side * (wide + 0.1)))
                    + SIMD3(0, 1 - thing.lowest.y, 0), SIMD3(0.1, 1, 0.1), Palette.cream)
        }
    }

    /// A cabinet whose drawer comes out towards where it faces.
    private mutating func cabinet(_ thing: Thing, _ ground: Float) {
        let half = thing.half
        shadow(at: thing.position, height: ground, radius: half.x * 1.5)
        let dark = thing.color * 0.6
        let (floor, top) = (Stage.drawerFloor - 0.04, half.y * 2)
        add(.box, at: SIMD3(0, floor / 2, 0), SIMD3(half.x, floor / 2, half.z), thing.color)
        add(.box, at: SIMD3(0, top - 0.03, 0), SIMD3(half.x, 0.03, half.z), thing.color)
        add(.box, at: SIMD3(0, (floor + top) / 2, -half.z + 0.03), SIMD3(half.x, (top - floor) / 2, 0.03), dark)
        for side: Float in [-1, 1] {
            add(
                .box, at: SIMD3(side * (half.x - 0.03), (floor + top) / 2, 0), SIMD3(0.03, (top - floor) / 2, half.z),
                thing.color)
        }
        let out = Stage.drawerWay * thing.progress
        let front = half.z + out
        add(.box, at: SIMD3(0, floor + 0.03, front - half.z * 0.9), SIMD3(half.x - 0.07, 0.02, half.z * 0.85), dark)
        add(
            .box, at: SIMD3(0, floor + 0.19, front), SIMD3(half.x - 0.04, thing.progress > 0 ? 0.14 : 0.2, 0.025),
            thing.color * 1.15, accent: dark, texture: .frame)
        if thing.progress <= 0 {
            add(.box, at: SIMD3(0, floor + 0.3, front), SIMD3(half.x - 0.04, 0.12, 0.02), thing.color * 1.15)
        }
        add(.ellipsoid, at: SIMD3(0, floor + 0.19, front + 0.05), SIMD3(0.09, 0.05, 0.05), Self.brass)
    }

    private mutating func cup(_ thing: Thing, _ ground: Float) {
        upright(thing)
        let half = thing.half
        shadow(at: thing.position, height: ground, radius: half.x * 1.5)
        add(.cylinder, at: SIMD3(0, half.y, 0), half, thing.color)
        add(.cylinder, at: SIMD3(0, half.y * 0.25, 0), SIMD3(half.x * 1.04, half.y * 0.12, half.x), Palette.cream)
        add(
            .cylinder, at: SIMD3(0, half.y * 2 + 0.02, 0), SIMD3(half.x * 0.5, 0.03, half.x * 0.5), thing.color * 0.75)
    }

    private mutating func wagon(_ thing: Thing, _ ground: Float) {
        upright(thing)
        let half = thing.half
        shadow(at: thing.position, height: ground, radius: half.x * 1.3)
        for x in [-half.x * 0.6, half.x * 0.6] {
            add(.box, at: SIMD3(x, 0.07, 0), SIMD3(0.09, 0.07, half.z * 0.9), Palette.iron)
        }
        let isEngine = thing.state > 0
        add(
            .box, at: SIMD3(0, 0.14 + half.y * 0.55, 0), SIMD3(half.x, half.y * 0.55, half.z), thing.color,
            accent: thing.color * 0.62, texture: .frame)
        if isEngine {
            let ahead: Float = thing.velocity.x < 0 || thing.heading < 0 ? -1 : 1
            add(.box, at: SIMD3(-0.12 * ahead, 0.58, 0), SIMD3(0.17, 0.12, half.z * 0.9), thing.color * 0.8)
            add(.cylinder, at: SIMD3(0.18 * ahead, 0.62, 0), SIMD3(0.07, 0.14, 0.07), Palette.iron)
        } else {
            add(.box, at: SIMD3(0, 0.14 + half.y * 1.15, 0), SIMD3(half.x * 0.85, 0.05, half.z * 0.8), Palette.cream)
        }
    }

    private mutating func button(_ thing: Thing, _ ground: Float) {
        upright(thing)
        let half = thing.half
        shadow(at: thing.position, height: ground, radius: 0.4)
        add(.box, at: SIMD3(0, half.y - 0.06, 0), SIMD3(half.x * 0.8, half.y - 0.06, half.z * 0.8), Palette.stone)
        add(.box, at: SIMD3(0, half.y * 2 - 0.13, 0), SIMD3(half.x, 0.02, half.z), Palette.cream)
        let down = thing.progress > 0.2 ? 0.05 : 0 as Float
        add(
            .cylinder, at: SIMD3(0, half.y * 2 - 0.06 - down, 0), SIMD3(half.x * 0.78, 0.06, half.x * 0.78),
            thing.progress > 0.2 ? thing.color * 0.75 : thing.color)
    }

    private mutating func lever(_ thing: Thing, _ ground: Float) {
        upright(thing)
        let size = thing.half.y * 2
        shadow(at: thing.position, height: ground, radius: 0.45 * size)
        let on = thing.state > 0
        add(.box, at: SIMD3(0, 0.3, 0) * size, SIMD3(0.2, 0.3, 0.2) * size, thing.color)
        let side: Float = on ? 1 : -1
        let knob = on ? SIMD3<Float>(0.25, 0.88, 0.35) : SIMD3(0.92, 0.25, 0.22)
        add(.box, at: SIMD3(0.08 * side, 0.70, 0) * size, SIMD3(0.05, 0.12, 0.05) * size, Palette.stone)
        add(.ellipsoid, at: SIMD3(0.16 * side, 0.88, 0) * size, SIMD3(repeating: 0.15) * size, knob)
    }

    /// A cord with a spark that runs along it; burnt, it is grey.
    private mutating func fuse(_ thing: Thing) {
        upright(thing)
        let half = thing.half
        let burnt = thing.state > 0 ? thing.progress : 0
        let (start, length) = (-half.x + 0.1, half.x * 2 - 0.1)
        if burnt < 1 {
            let rest = length * (1 - burnt) / 2
            add(.box, at: SIMD3(start + length - rest, 0.04, 0), SIMD3(rest, 0.04, 0.04), SIMD3(0.86, 0.66, 0.42))
        }
        if burnt > 0 {
            let gone = length * burnt / 2
            add(.box, at: SIMD3(start + gone, 0.02, 0), SIMD3(gone, 0.02, 0.03), SIMD3(0.42, 0.42, 0.44))
        }
        add(.box, at: SIMD3(-half.x, 0.07, 0), SIMD3(0.07, 0.07, 0.07), SIMD3(0.9, 0.22, 0.2))
        if thing.state == 1 {
            add(
                .ellipsoid, at: SIMD3(start + length * burnt, 0.1, 0), SIMD3(repeating: 0.13), SIMD3(1, 0.80, 0.25),
                glows: true)
        }
    }

    private mutating func domino(_ thing: Thing, _ ground: Float) {
        if thing.state == 0 {
            upright(thing)
            shadow(at: thing.position, height: ground, radius: thing.half.y * 0.7)
            add(
                .box, at: SIMD3(0, thing.half.y, 0), thing.half, thing.color, accent: Palette.cream, texture: .plain)
            return
        }
        let alongX = thing.fallWay.x != 0
        let sign = thing.fallWay.x + thing.fallWay.y
        let heading: Float = alongX ? (sign > 0 ? 0 : .pi) : (sign > 0 ? -.pi / 2 : .pi / 2)
        begin(id: thing.id, origin: thing.position, heading: heading)
        shadow(at: thing.position, height: thing.lowest.y, radius: thing.upright.y * 0.8)
        let up = thing.upright
        add(.leaning, at: SIMD3(0, 0, 0), alongX ? up : SIMD3(up.z, up.y, up.x), thing.color)
        lean(by: thing.progress * .pi / 2)
    }
}
