/// Few saturated colours, far apart.
enum Palette {
    static let named: [(name: String, color: SIMD3<Float>)] = [
        ("red", SIMD3(0.90, 0.22, 0.20)), ("blue", SIMD3(0.20, 0.42, 0.92)), ("yellow", SIMD3(0.98, 0.82, 0.20)),
        ("purple", SIMD3(0.58, 0.30, 0.78)), ("orange", SIMD3(0.98, 0.55, 0.14)), ("white", SIMD3(0.95, 0.95, 0.93)),
        ("teal", SIMD3(0.12, 0.70, 0.70)), ("pink", SIMD3(0.97, 0.50, 0.68)),
    ]
    /// All words that a script may use for a colour.
    static let words: [(name: String, color: SIMD3<Float>)] =
        named + [
            ("green", SIMD3(0.24, 0.66, 0.30)), ("brown", SIMD3(0.55, 0.35, 0.20)), ("black", SIMD3(0.20, 0.19, 0.22)),
            ("grey", stone), ("wooden", wood), ("sandy", SIMD3(0.86, 0.66, 0.42)),
        ]
    /// One a room, of its walls.
    static let rooms: [(name: String, color: SIMD3<Float>)] = [
        ("coral", SIMD3(0.93, 0.52, 0.45)), ("sky-blue", SIMD3(0.48, 0.70, 0.92)), ("mint", SIMD3(0.52, 0.82, 0.60)),
        ("butter", SIMD3(0.96, 0.82, 0.48)), ("lilac", SIMD3(0.74, 0.62, 0.90)),
    ]
    /// The strokes of a canvas, in order.
    static let paint: [SIMD3<Float>] = [
        SIMD3(0.90, 0.22, 0.20), SIMD3(0.20, 0.42, 0.92), SIMD3(0.98, 0.82, 0.20), SIMD3(0.20, 0.70, 0.35),
    ]
    static let brownCoat = SIMD3<Float>(0.58, 0.36, 0.18)
    static let wood = SIMD3<Float>(0.62, 0.42, 0.24)
    static let darkWood = SIMD3<Float>(0.45, 0.29, 0.16)
    static let stone = SIMD3<Float>(0.72, 0.71, 0.74)
    static let cream = SIMD3<Float>(0.97, 0.94, 0.86)
    static let skin = SIMD3<Float>(0.93, 0.72, 0.56)
    static let iron = SIMD3<Float>(0.30, 0.32, 0.36)
}
