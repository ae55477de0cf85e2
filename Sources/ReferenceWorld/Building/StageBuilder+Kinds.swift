import Worlds

/// What each kind is like before it has a place.
extension StageBuilder {
    mutating func thing(_ reader: ObjectReader, _ kind: ThingKind) throws -> Thing {
        // Things on a table are smaller.
        let isOnTable =
            layout.isNarrow
            && !["back", "side_left", "side_right", "far"].contains(
                reader.object.properties["at"]?.word ?? "")
        let scale: Float = isOnTable ? 0.5 : 1
        func size(_ fallback: Float, in range: ClosedRange<Double> = 0.04...6) throws -> Float {
            try reader.number("size", fallback, in: range)
        }
        var half = SIMD3<Float>(repeating: 0.2)
        var tone: (name: String, color: SIMD3<Float>)?
        switch kind {
        case .ball: half = SIMD3(repeating: try size(isOnTable ? 0.2 : 0.25, in: 0.04...1.5))
        case .cube: half = SIMD3(repeating: try size(0.36) / 2)
        case .box, .crate:
            half = SIMD3(repeating: try size(0.7) / 2)
            if kind == .box, reader.has("lid") { half.y *= 0.8 }
            if kind == .crate || reader.has("lid") { tone = ("wooden", Palette.wood) }
        case .barrel:
            let radius = try size(0.28)
            half = SIMD3(radius, radius * 1.45, radius)
        case .block: half = SIMD3(repeating: try size(0.8) / 2)
        case .pedestal:
            let width = try size(0.8)
            (half, tone) = (SIMD3(width / 2, 0.3, width / 2), ("grey", Palette.stone))
        case .slab, .ramp:
            let fallback: [Float] = kind == .slab ? [1.6, 1.6] : [2, 0.8]
            let sides =
                try reader.numbers("size", counts: { $0 == 2 }, "two numbers in metres") ?? fallback
            guard sides.allSatisfy({ (0.1...8).contains($0) }) else {
                throw reader.error("has a side beyond 0.1 to 8 m.")
            }
            half = SIMD3(sides[0] / 2, sides[1] / 2, kind == .slab ? 0.08 : 0.45)
        case .pillar: half = SIMD3(try size(0.35), 1.3, try size(0.35))
        case .post: half = SIMD3(try size(0.1), 0.6, try size(0.1))
        case .tree: (half, tone) = (SIMD3(0.22, try size(2.8) / 2, 0.22), ("green", SIMD3(0.28, 0.62, 0.24)))
        case .bush: (half, tone) = (SIMD3(0.35, 0.3, 0.35), ("green", SIMD3(0.24, 0.55, 0.26)))
        case .vase: half = SIMD3(0.17, 0.3, 0.17)
        case .tunnel: half = SIMD3(try size(3.6, in: 1.5...8) / 2, 0.5, 0.5)
        case .dog: (half, tone) = (SIMD3(0.3, 0.35, 0.3), ("brown", Palette.brownCoat))
        case .person, .passers: half = SIMD3(0.26, 0.85, 0.26)
        case .burger:
            let radius = try size(0.38)
            (half, tone) = (SIMD3(radius, radius * 0.79, radius), ("", SIMD3(0.90, 0.62, 0.26)))
        case .canvas: (half, tone) = (SIMD3(0.4, 0.85, 0.4), ("", Palette.cream))
        case .lamp: (half, tone) = (SIMD3(0.28, 1, 0.28) * scale, ("", SIMD3(1, 0.9, 0.5)))
        case .candle: (half, tone) = (SIMD3(0.1, try size(0.6) / 2, 0.1), ("white", Palette.cream))
        case .door: (half, tone) = (SIMD3(0.75, 1.05, 0.06), ("wooden", SIMD3(0.60, 0.34, 0.18)))
        case .gate: (half, tone) = (SIMD3(0.75, 0.9, 0.08), ("grey", Palette.iron))
        case .drawer: (half, tone) = (SIMD3(0.45, 0.38, 0.35), ("wooden", Palette.wood))
        case .cup, .cups:
            let radius = try size(0.2, in: 0.1...0.6)
            half = SIMD3(radius, radius * 1.05, radius)
        case .train: half = SIMD3(0.34, 0.32, 0.24)
        case .button: half = SIMD3(0.18, 0.42 * scale, 0.18)
        case .lever: (half, tone) = (SIMD3(0.22, 0.5, 0.22) * (isOnTable ? 0.7 : 1), ("grey", Palette.iron))
        case .fuse: (half, tone) = (SIMD3(0.6, 0.07, 0.07), ("black", SIMD3(0.2, 0.19, 0.22)))
        case .domino, .dominoes:
            let height = try size(0.7)
            half = SIMD3(height * 0.09, height / 2, height * 0.26)
        case .tower: break
        }
        let named = try color(reader, tone)
        var thing = Thing(
            kind: kind, name: reader.object.id, position: SIMD3(0, 0, 0), half: half, color: named.color)
        thing.colorName = named.name
        try turn(&thing, reader)
        try begin(&thing, reader)
        return thing
    }

    /// Where it faces, and how that lies along x and z.
    private func turn(_ thing: inout Thing, _ reader: ObjectReader) throws {
        switch thing.kind {
        case .slab, .door, .gate, .domino:
            thing.heading = try facing(reader)
            // A row of dominoes falls along itself, a single one to where it faces.
            let alongX = abs(Trigonometry.cosine(thing.heading)) > 0.7
            let swap = thing.kind == .domino ? alongX && reader.kind == .domino : !alongX
            if swap { thing.half = SIMD3(thing.half.z, thing.half.y, thing.half.x) }
            // The leaf of a door swings away from the one it faces.
            if thing.kind == .door { thing.heading = Trigonometry.wrapped(thing.heading + .pi) }
        case .ramp:
            thing.heading = try facing(reader, "left")
            if Stage.slopeAxis(thing).axis == 2 { thing.half = SIMD3(thing.half.z, thing.half.y, thing.half.x) }
        default: thing.heading = try facing(reader)
        }
    }

    /// Its state at the start.
    private mutating func begin(_ thing: inout Thing, _ reader: ObjectReader) throws {
        thing.state = try reader.number("state", 0, in: 0...100)
        switch thing.kind {
        case .box:
            if let lid = try reader.word("lid", among: ["open", "closed"]) {
                thing.hasLid = true
                if !reader.has("state") { thing.state = lid == "open" ? 1 : 0 }
            }
        case .lamp: if reader.has("lit") { thing.state = try reader.flag("lit", false) ? 1 : 0 }
        case .door, .drawer: if reader.has("open") { thing.state = try reader.flag("open", false) ? 1 : 0 }
        case .candle:
            thing.isLit = try reader.flag("lit", true)
            thing.burn = try reader.number("burn", 240, in: 2...100_000)
            thing.state = try reader.number("state", 1, in: 0...1)
            thing.half.y *= max(0.06, thing.state)
        case .canvas:
            if let word = try reader.word("paint", among: Palette.words.map(\.name)) {
                thing.paint = Palette.words.first { $0.name == word }?.color
            }
        case .burger: thing.state = min(4, thing.state)
        case .dog, .person: thing.wandering = try reader.flag("roam", false) ? .roams : .none
        case .tunnel: thing.exits = try reader.whole("exits", 3, in: 1...6)
        case .fuse: thing.delay = try reader.whole("delay", 30, in: 1...10_000)
        case .button, .lever: thing.delay = try reader.whole("delay", 0, in: 0...10_000)
        default: break
        }
        if [.box, .door, .gate, .drawer, .cup].contains(thing.kind) { thing.progress = min(1, thing.state) }
    }
}
