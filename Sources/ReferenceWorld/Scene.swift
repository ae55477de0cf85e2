import Tensors

/// The layout of a world at its start, made from a family and a seed.
struct Scene: Sendable {
    var things: [Thing] = []
    var ground = SIMD3<Float>(0.45, 0.68, 0.35)
    var sky = SIMD3<Float>(0.55, 0.76, 0.95)
    var caption = ""
    /// The player stays within this distance of the origin along x and z.
    var reach: Float = 8
    var start = SIMD3<Float>(0, 0, -4)
    private var nextID: UInt16 = 2

    init(family: String, seed: UInt64) {
        var random = PhiloxGenerator(seed: seed, stream: 0x5CE7E)
        switch family {
        case "rooms": rooms(&random)
        case "table": plaza(&random)
        default: meadow(&random)
        }
    }

    private mutating func add(_ thing: Thing) -> UInt16 {
        var thing = thing
        thing.id = nextID
        nextID += 1
        things.append(thing)
        return thing.id
    }

    private mutating func wall(_ x0: Float, _ z0: Float, _ x1: Float, _ z1: Float, height: Float, _ color: SIMD3<Float>)
    {
        things.append(
            Thing(
                kind: .wall, position: SIMD3((x0 + x1) / 2, height / 2, (z0 + z1) / 2),
                half: SIMD3((x1 - x0) / 2, height / 2, (z1 - z0) / 2), color: color))
    }

    private mutating func border(height: Float, _ colors: [SIMD3<Float>]) {
        let r = reach + 0.4
        wall(-r, r, r, r + 0.6, height: height, colors[0])
        wall(-r, -r - 0.6, r, -r, height: height, colors[1 % colors.count])
        wall(r, -r, r + 0.6, r, height: height, colors[2 % colors.count])
        wall(-r - 0.6, -r, -r, r, height: height, colors[3 % colors.count])
    }

    private mutating func spot(_ random: inout PhiloxGenerator, clear: Float) -> SIMD3<Float> {
        for _ in 0..<50 {
            let p = SIMD3<Float>((random.uniform() * 2 - 1) * (reach - 1), 0, (random.uniform() * 2 - 1) * (reach - 1))
            let free = things.allSatisfy {
                max(abs($0.position.x - p.x) - $0.half.x, abs($0.position.z - p.z) - $0.half.z) > clear
            }
            let d = p - start
            if free && d.x * d.x + d.z * d.z > 2 { return p }
        }
        return SIMD3(reach - 1, 0, reach - 1)
    }

    private mutating func ball(_ random: inout PhiloxGenerator) {
        let (name, color) = Palette.named[Int(random.next() % UInt64(Palette.named.count))]
        let radius = 0.3 + 0.2 * random.uniform()
        var p = spot(&random, clear: 0.6)
        p.y = radius
        _ = add(
            Thing(kind: .ball, form: .sphere, position: p, half: SIMD3(repeating: radius), color: color, solid: false))
        caption += ", a \(name) ball"
    }

    private mutating func block(_ random: inout PhiloxGenerator, kind: Thing.Kind = .block) {
        let (name, color) = Palette.named[Int(random.next() % UInt64(Palette.named.count))]
        let half = SIMD3<Float>(
            0.4 + 0.5 * random.uniform(), 0.4 + 0.6 * random.uniform(), 0.4 + 0.5 * random.uniform())
        var p = spot(&random, clear: 0.8)
        p.y = half.y
        _ = add(Thing(kind: kind, position: p, half: half, color: color))
        caption += ", a \(name) block"
    }

    private mutating func creatures(_ random: inout PhiloxGenerator) {
        var p = spot(&random, clear: 0.8)
        p.y = 0.3
        let brown = random.uniform() < 0.5
        _ = add(
            Thing(
                kind: .dog, position: p, half: SIMD3(0.35, 0.3, 0.35),
                color: brown ? SIMD3(0.5, 0.32, 0.18) : SIMD3(0.9, 0.88, 0.84),
                heading: random.uniform() * 6.28, solid: false))
        caption += brown ? ", a brown dog" : ", a white dog"
        p = spot(&random, clear: 0.8)
        p.y = 0.85
        _ = add(
            Thing(
                kind: .person, position: p, half: SIMD3(0.25, 0.85, 0.25), color: SIMD3(0.25, 0.3, 0.6),
                heading: random.uniform() < 0.5 ? 0 : 1.57, solid: false))
        caption += ", someone walking past"
    }

    private mutating func meadow(_ random: inout PhiloxGenerator) {
        caption = "a walled meadow"
        border(height: 1.6, [SIMD3(0.3, 0.5, 0.28), SIMD3(0.35, 0.52, 0.3)])
        for _ in 0..<3 + Int(random.next() % 3) {
            var p = spot(&random, clear: 1)
            let height = 1.6 + random.uniform()
            p.y = height / 2
            things.append(
                Thing(kind: .tree, position: p, half: SIMD3(0.16, height / 2, 0.16), color: SIMD3(0.45, 0.3, 0.18)))
            p.y = height + 0.5
            let shade = 0.8 + 0.3 * random.uniform()
            things.append(
                Thing(
                    kind: .crown, form: .sphere, position: p, half: SIMD3(repeating: 0.9),
                    color: SIMD3(0.2, 0.5, 0.22) * shade, solid: false))
        }
        for _ in 0..<3 { block(&random) }
        for _ in 0..<2 { ball(&random) }
        creatures(&random)
    }

    private mutating func rooms(_ random: inout PhiloxGenerator) {
        caption = "four rooms with doorways"
        ground = SIMD3(0.72, 0.6, 0.45)
        reach = 6
        start = SIMD3(-3, 0, -3)
        let shift = Int(random.next() % 5)
        let colors = (0..<5).map { Palette.walls[($0 + shift) % 5] }
        border(height: 2.8, colors)
        for side in 0..<4 {
            let gap = 1.5 + 2.5 * random.uniform()
            let color = colors[(side + 1) % 5]
            let (a, b, c) = (Float(0.2), gap, gap + 1.6)
            switch side {
            case 0:
                wall(-0.15, a, 0.15, b, height: 2.8, color)
                wall(-0.15, c, 0.15, reach + 0.4, height: 2.8, color)
            case 1:
                wall(-0.15, -b, 0.15, -a, height: 2.8, color)
                wall(-0.15, -reach - 0.4, 0.15, -c, height: 2.8, color)
            case 2:
                wall(a, -0.15, b, 0.15, height: 2.8, color)
                wall(c, -0.15, reach + 0.4, 0.15, height: 2.8, color)
            default:
                wall(-b, -0.15, -a, 0.15, height: 2.8, color)
                wall(-reach - 0.4, -0.15, -c, 0.15, height: 2.8, color)
            }
            if side < 2 {
                let z = (b + c) / 2 * (side == 0 ? 1 : -1)
                _ = add(
                    Thing(
                        kind: .door, position: SIMD3(0, 1.2, z), half: SIMD3(0.08, 1.2, 0.8),
                        color: SIMD3(0.5, 0.32, 0.2)))
            }
        }
        let lamp = add(
            Thing(
                kind: .lamp, form: .sphere, position: spot(&random, clear: 0.6) + SIMD3(0, 1.6, 0),
                half: SIMD3(repeating: 0.3), color: SIMD3(1, 1, 1), solid: false))
        let lever = spot(&random, clear: 0.6) + SIMD3(0, 0.5, 0)
        _ = add(Thing(kind: .lever, position: lever, half: SIMD3(0.15, 0.5, 0.15), color: SIMD3(1, 0, 0), target: lamp))
        for _ in 0..<2 { block(&random, kind: .box) }
        for _ in 0..<2 { ball(&random) }
        creatures(&random)
    }

    private mutating func plaza(_ random: inout PhiloxGenerator) {
        caption = "a plaza of things"
        ground = SIMD3(0.8, 0.78, 0.72)
        reach = 7
        border(height: 1.2, [SIMD3(0.6, 0.55, 0.62), SIMD3(0.55, 0.6, 0.65)])
        for kind in [Thing.Kind.burger, .canvas, .lamp] {
            let base = spot(&random, clear: 1)
            things.append(
                Thing(
                    kind: .wall, position: base + SIMD3(0, 0.4, 0), half: SIMD3(0.5, 0.4, 0.5),
                    color: SIMD3(0.7, 0.68, 0.7)))
            let half: SIMD3<Float> = kind == .canvas ? SIMD3(0.5, 0.5, 0.08) : SIMD3(0.32, 0.32, 0.32)
            _ = add(
                Thing(
                    kind: kind, form: kind == .lamp ? .sphere : .box, position: base + SIMD3(0, 0.8 + half.y, 0),
                    half: half, color: SIMD3(0.75, 0.45, 0.2), solid: false))
            caption += ", a \(kind.rawValue)"
        }
        for _ in 0..<2 { block(&random, kind: .box) }
        for _ in 0..<3 { ball(&random) }
        creatures(&random)
    }
}
