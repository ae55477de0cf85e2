/// Sine, cosine and arc tangent from basic arithmetic alone, so that no platform's math library changes a frame.
enum Trigonometry {
    static let degree: Float = .pi / 180

    static func sine(_ angle: Float) -> Float { sineCosine(angle).sine }

    static func cosine(_ angle: Float) -> Float { sineCosine(angle).cosine }

    static func sineCosine(_ angle: Float) -> (sine: Float, cosine: Float) {
        let x = Double(angle)
        let quarter = (x * (2 / Double.pi)).rounded()
        let r = x - quarter * (Double.pi / 2)
        let q = r * r
        let s = r * (1 + q * (-1.0 / 6 + q * (1.0 / 120 + q * (-1.0 / 5040 + q * (1.0 / 362_880)))))
        let c = 1 + q * (-0.5 + q * (1.0 / 24 + q * (-1.0 / 720 + q * (1.0 / 40320 - q * (1.0 / 3_628_800)))))
        switch Int(quarter) & 3 {
        case 0: return (Float(s), Float(c))
        case 1: return (Float(c), Float(-s))
        case 2: return (Float(-s), Float(-c))
        default: return (Float(-c), Float(s))
        }
    }

    /// The angle of (x, z) from +z towards +x, in (-pi, pi]; within 0.0003 of exact.
    static func heading(_ x: Float, _ z: Float) -> Float {
        let (a, b) = (abs(x), abs(z))
        guard a > 0 || b > 0 else { return 0 }
        let t = min(a, b) / max(a, b)
        let q = t * t
        var angle = t * (0.9998660 + q * (-0.3302995 + q * (0.1801410 + q * (-0.0851330 + q * 0.0208351))))
        if a > b { angle = .pi / 2 - angle }
        if z < 0 { angle = .pi - angle }
        return x < 0 ? -angle : angle
    }

    /// `angle` brought into [-pi, pi].
    static func wrapped(_ angle: Float) -> Float { angle - (angle / (2 * .pi)).rounded() * (2 * .pi) }
}
