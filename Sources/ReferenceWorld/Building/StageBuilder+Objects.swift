import Worlds

/// The objects of a script.
extension StageBuilder {
    mutating func add(_ reader: ObjectReader, slot: SIMD3<Float>) throws {
        switch reader.kind {
        case .passers: return  // They need their cover: see `addPassers`.
        case .tower: return try addTower(reader, slot)
        case .train: return try addTrain(reader)
        case .cups: return try addCups(reader, slot)
        case .dominoes: return try addRow(reader, slot, .domino, count: 6, gap: 0.42)
        default: break
        }
        if try reader.whole("n", 1, in: 1...24) > 1 { return try addRow(reader, slot, reader.kind, count: 1, gap: 0.6) }
        var thing = try thing(reader, reader.kind)
        try put(&thing, reader, slot)
        try append(thing)
        if reader.object.properties["at"]?.word == "hand" {
            guard stage.hand == 0 else { throw reader.error("is not the first thing 'at: hand'.") }
            stage.hand = stage.things[stage.things.count - 1].id
        }
    }

    /// Several of a kind along x.
    private mutating func addRow(
        _ reader: ObjectReader, _ slot: SIMD3<Float>, _ kind: ThingKind, count: Int, gap: Float
    ) throws {
        let n = try reader.whole("n", count, in: 1...24)
        let gap = try reader.number("gap", gap, in: 0.05...5)
        for k in 0..<n {
            var thing = try thing(reader, kind)
            try put(&thing, reader, slot)
            let shift = SIMD3((Float(k) - Float(n - 1) / 2) * gap, 0, 0)
            thing.position += shift
            thing.motion = thing.motion?.moved(by: shift)
            thing.name = "\(reader.object.id).\(k + 1)"
            thing.isInRow = true
            try append(thing)
        }
        stage.names.append(reader.object.id)
    }

    private mutating func addTower(_ reader: ObjectReader, _ slot: SIMD3<Float>) throws {
        let n = try reader.whole("n", 3, in: 1...8)
        for k in 0..<n {
            var thing = try thing(reader, .cube)
            if k > 0, !reader.has("color"), !reader.has("colour") {
                (thing.colorName, thing.color) = try color(reader)
            }
            try put(&thing, reader, slot)
            thing.position.y += thing.half.y * 2 * Float(k)
            thing.name = "\(reader.object.id).\(k + 1)"
            try append(thing)
        }
        stage.names.append(reader.object.id)
    }

    private mutating func addCups(_ reader: ObjectReader, _ slot: SIMD3<Float>) throws {
        try addRow(reader, slot, .cup, count: 3, gap: 0.7)
        guard let list = try reader.numbers("swaps", counts: { $0 > 0 && $0 % 3 == 0 }, "numbers [frame, i, j, ...]")
        else { return }
        let n = Float(try reader.whole("n", 3, in: 1...24))
        stage.swapFrames = try reader.whole("swap_frames", 14, in: 2...200)
        for k in stride(from: 0, to: list.count, by: 3) {
            guard (1...n).contains(list[k + 1]), (1...n).contains(list[k + 2]), list[k + 1] != list[k + 2] else {
                throw reader.error("can only swap two of its cups, which count from 1 on the left to \(Int(n)).")
            }
            stage.swaps.append((Int(list[k]), Int(list[k + 1]), Int(list[k + 2])))
        }
    }

    private mutating func addTrain(_ reader: ObjectReader) throws {
        let n = try reader.whole("n", 3, in: 1...8)
        let speed = try reader.number("speed", 0.06, in: -0.5...0.5)
        let from = try reader.whole("from", 0, in: 0...100_000)
        let pitch: Float = 0.78
        let base = try color(reader)
        let reach = min(3.6, min(-layout.x.lowerBound, layout.x.upperBound) - 0.6)
        let length = Float(n - 1) * pitch
        guard length / 2 < reach else { throw reader.error("is too long for this template.") }
        for k in 0..<n {
            var thing = try thing(reader, .train)
            thing.state = k == 0 ? 1 : 0
            (thing.colorName, thing.color) = k == 0 ? base : try color(reader)
            try put(&thing, reader, SIMD3(0, 0, 0))
            // The engine goes ahead.
            let middle = thing.position.x
            let offset = (Float(k) - Float(n - 1) / 2) * pitch * (speed < 0 ? 1 : -1)
            thing.position.x = middle + offset
            let ends = middle + offset - (reach - length / 2)...middle + offset + (reach - length / 2)
            thing.motion = ScriptedMotion(
                start: thing.position, course: .shuttle(ends: ends, speed: speed, from: from))
            thing.name = n == 1 ? reader.object.id : "\(reader.object.id).\(k + 1)"
            thing.heading = speed < 0 ? -.pi / 2 : .pi / 2
            try append(thing)
        }
        if n > 1 { stage.names.append(reader.object.id) }
    }

    /// People who cross between the player and what they are to hide.
    mutating func addPassers(_ description: SceneDescription) throws {
        for (k, object) in description.objects.enumerated() {
            let reader = try ObjectReader(object)
            guard reader.kind == .passers else { continue }
            let name = try reader.word("cover") ?? (k > 0 ? description.objects[k - 1].id : "")
            let cover = stage.things[try named(name, reader, "cover")]
            let n = try reader.whole("n", 3, in: 1...24)
            let when = try reader.whole("when", 24, in: 1...10_000)
            let left = try reader.word("from_side", among: ["left", "right"]) != "right"
            let speed = try reader.number("speed", 0.1, in: 0.02...0.5) * (left ? 1 : -1)
            let hidden = cover.motion?.position(at: when) ?? cover.position
            let middle = SIMD3(hidden.x * 0.55, 0, hidden.z * 0.55)
            for i in 0..<n {
                var thing = try thing(reader, .person)
                if i > 0 { (thing.colorName, thing.color) = try color(reader) }
                let place = SIMD3(
                    middle.x + (Float(i) - Float(n - 1) / 2) * 0.4, 0, middle.z + (i & 1 == 0 ? 0.16 : -0.16))
                thing.position = SIMD3(place.x - speed * Float(when), thing.half.y, place.z)
                thing.position.y += support(thing.position.x, thing.position.z)
                thing.motion = ScriptedMotion(
                    start: thing.position, course: .walk(SIMD3(speed, 0, 0), from: 0, until: .max))
                thing.heading = left ? .pi / 2 : -.pi / 2
                thing.isWalking = true
                thing.progress = Float(i) * 1.3
                thing.name = n == 1 ? object.id : "\(object.id).\(i + 1)"
                try append(thing)
                if i == 0 { stage.passes.append((when, stage.things[stage.things.count - 1].id)) }
            }
            if n > 1 { stage.names.append(object.id) }
        }
    }

    /// Gives a thing its place, its motion and what else all kinds have.
    private mutating func put(_ thing: inout Thing, _ reader: ObjectReader, _ slot: SIMD3<Float>) throws {
        for key in ["inside", "under"] where reader.has(key) {
            let c = try named(try reader.word(key) ?? "", reader, key)
            let container = stage.things[c]
            let fits = key == "under" ? container.kind == .cup : container.kind == .drawer || container.hasLid
            guard fits else {
                throw reader.error("cannot be \(key) the \(container.kind.rawValue) '\(container.name)'.")
            }
            let room = Stage.room(in: container)
            let largest = max(thing.half.x / room.x, thing.half.y / room.y, thing.half.z / room.z)
            if largest > 1 {
                guard !reader.has("size") else { throw reader.error("is too large to be \(key) '\(container.name)'.") }
                thing.half /= largest * 1.02
            }
            thing.container = container.id
            thing.offset = SIMD3(0, key == "under" ? 0 : Stage.floorOf(container), 0)
            thing.position = container.footing + thing.offset + SIMD3(0, thing.half.y, 0)
        }
        if thing.container == 0 {
            if let place = try place(reader, slot: slot, half: thing.half) {
                thing.position = place
            } else {
                thing.position = SIMD3(0.4, 1.1, 0.9)
                thing.isPortable = true
            }
        }
        thing.mass = try reader.number("mass", 1, in: 0.05...1000)
        thing.bounce = try reader.number("bounce", 0.6, in: 0...0.95)
        thing.isPortable = try reader.flag("portable", thing.isPortable)
        if reader.has("throw") { thing.throwSpeed = try reader.number("throw", 5, in: 0.5...15) }
        thing.needsAll = try reader.word("needs", among: ["all", "any"]) == "all"
        if reader.has("release") { thing.release = try reader.whole("release", 0, in: 1...100_000) }
        thing.isHeld = try reader.flag("held", thing.release != nil)
        if let velocity = try reader.vector("velocity") {
            guard Stage.square(velocity) <= 400 else { throw reader.error("is faster than 20 m/s.") }
            if thing.isHeld { thing.launch = velocity } else { thing.velocity = velocity }
            if !thing.isHeld { thing.movedBy = "timer" }
        }
        try move(&thing, reader)
    }

    private func move(_ thing: inout Thing, _ reader: ObjectReader) throws {
        if let step = try reader.vector("walk") {
            guard Stage.square(step) <= 1 else { throw reader.error("walks more than 1 m a frame.") }
            let from = try reader.whole("from", 0, in: 0...100_000)
            let until = try reader.whole("until", .max >> 1, in: 0...100_000)
            thing.motion = ScriptedMotion(start: thing.position, course: .walk(step, from: from, until: until))
            if thing.kind.isCreature, step.x * step.x + step.z * step.z > 0 {
                thing.heading = Trigonometry.heading(step.x, step.z)
                thing.isWalking = from == 0
            }
        }
        if let keys = try path(reader, thing.half) {
            thing.motion = ScriptedMotion(
                start: keys[0].position, course: .path(keys, loops: try reader.flag("loop", false)))
            thing.position = keys[0].position
        }
        thing.goal = thing.heading
    }
}
