/// What trees, dogs and people look like.
extension ShapeList {
    mutating func tree(_ thing: Thing) {
        upright(thing)
        let height = thing.half.y * 2
        shadow(at: thing.position, height: thing.lowest.y, radius: 1.3)
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

    mutating func dog(_ thing: Thing) {
        shadow(at: thing.position, height: thing.lowest.y, radius: 0.6)
        let (coat, dark) = (thing.color, thing.color * 0.7)
        let swing = thing.isWalking ? Trigonometry.sine(thing.progress) * 0.12 : 0
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

    mutating func person(_ thing: Thing) {
        shadow(at: thing.position, height: thing.lowest.y, radius: 0.5)
        let swing = thing.isWalking ? Trigonometry.sine(thing.progress) * 0.2 : 0
        let trousers = SIMD3<Float>(0.24, 0.26, 0.42)
        add(.box, at: SIMD3(-0.11, 0.38, swing), SIMD3(0.09, 0.38, 0.10), trousers)
        add(.box, at: SIMD3(0.11, 0.38, -swing), SIMD3(0.09, 0.38, 0.10), trousers)
        add(.box, at: SIMD3(0, 1.06, 0), SIMD3(0.25, 0.32, 0.15), thing.color)
        add(.box, at: SIMD3(-0.32, 1.04, -swing * 0.8), SIMD3(0.07, 0.30, 0.08), thing.color * 0.8)
        add(.box, at: SIMD3(0.32, 1.04, swing * 0.8), SIMD3(0.07, 0.30, 0.08), thing.color * 0.8)
        add(.ellipsoid, at: SIMD3(0, 1.55, 0), SIMD3(0.17, 0.19, 0.17), Palette.skin)
        add(.ellipsoid, at: SIMD3(0, 1.64, -0.04), SIMD3(0.18, 0.13, 0.18), SIMD3(0.3, 0.18, 0.1))
    }
}
