/// Few saturated colours, far apart.
enum Palette {
    static let named: [(name: String, color: SIMD3<Float>)] = [
        ("red", SIMD3(0.85, 0.2, 0.18)), ("blue", SIMD3(0.2, 0.38, 0.85)), ("yellow", SIMD3(0.95, 0.8, 0.2)),
        ("purple", SIMD3(0.55, 0.28, 0.7)), ("orange", SIMD3(0.95, 0.55, 0.15)), ("white", SIMD3(0.92, 0.92, 0.9)),
        ("teal", SIMD3(0.15, 0.65, 0.65)), ("pink", SIMD3(0.95, 0.5, 0.65)),
    ]
    static let paint: [SIMD3<Float>] = [
        SIMD3(0.95, 0.94, 0.9), SIMD3(0.85, 0.2, 0.18), SIMD3(0.2, 0.38, 0.85), SIMD3(0.95, 0.8, 0.2),
    ]
    static let walls: [SIMD3<Float>] = [
        SIMD3(0.86, 0.72, 0.55), SIMD3(0.55, 0.7, 0.82), SIMD3(0.8, 0.55, 0.52), SIMD3(0.62, 0.76, 0.58),
        SIMD3(0.76, 0.66, 0.82),
    ]
}
