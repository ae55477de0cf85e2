import Worlds

/// Where objects stand.
extension StageBuilder {
    /// The words of `at`: metres from the middle of the stage.
    var places: [(name: String, place: SIMD3<Float>)] {
        let near: Float = layout.isNarrow || template == .doorway ? 0.5 : 1
        return [
            ("middle", SIMD3(0, 0, 0)), ("left", SIMD3(-1 * near, 0, 0)), ("right", SIMD3(1 * near, 0, 0)),
            ("front", SIMD3(0, 0, -0.6 * near)), ("behind", SIMD3(0, 0, 1.2 * near)),
            ("behind_left", SIMD3(-1 * near, 0, 1.2 * near)), ("behind_right", SIMD3(1 * near, 0, 1.2 * near)),
            ("far", SIMD3(0, 0, 3)), ("far_left", SIMD3(-2, 0, 2.5)), ("far_right", SIMD3(2, 0, 2.5)),
            ("back", SIMD3(0, 0, -layout.ahead - 2.5)), ("side_left", SIMD3(-2.4, 0, -layout.ahead)),
            ("side_right", SIMD3(2.4, 0, -layout.ahead)), ("high", SIMD3(0, 1.4, 0)),
        ]
    }

    /// The height of the floor, table or platform at (x, z).
    func support(_ x: Float, _ z: Float) -> Float {
        var height: Float = 0
        for wall in stage.scene.walls where wall.highest.y < 1.3 && wall.highest.y > height {
            if x >= wall.lowest.x, x <= wall.highest.x, z >= wall.lowest.z, z <= wall.highest.z {
                height = wall.highest.y
            }
        }
        return height
    }

    /// The middle of a thing that stands at a place of the stage.
    func stand(_ place: SIMD3<Float>, _ half: SIMD3<Float>, room: Float = 0) -> SIMD3<Float> {
        let (x, z) = (place.x, layout.ahead + place.z + room)
        return SIMD3(x, support(x, z) + place.y + half.y, z)
    }

    /// Where the script wants a thing; nil in the hand.
    func place(_ reader: ObjectReader, slot: SIMD3<Float>, half: SIMD3<Float>) throws -> SIMD3<Float>? {
        var room: Float = 0
        if let word = try reader.word("room", among: ["first", "second"]), word == "second" {
            guard layout.secondRoom > 0 else {
                throw reader.error("cannot be in the second room: only the template twin_rooms has one.")
            }
            room = layout.secondRoom
        }
        if reader.has("on") {
            let i = try named(reader.word("on") ?? "", reader, "on")
            return Self.top(of: stage.things[i], half, reader.kind)
        }
        guard let value = reader.object.properties["at"] else {
            if let keys = try path(reader, half) { return keys[0].position }
            return stand(slot, half, room: room)
        }
        if value.word == "hand" { return nil }
        guard value.word != nil else {
            return stand(try reader.vector("at") ?? slot, half, room: room)
        }
        let words = places.map(\.name) + ["hand"]
        let word = try reader.word("at", among: words)
        var place = places.first { $0.name == word }?.place ?? slot
        // Within the walls of a narrow place.
        let (x, z) = (layout.x, layout.z)
        place.x = max(x.lowerBound + half.x + 0.05, min(x.upperBound - half.x - 0.05, place.x))
        let ahead = layout.ahead
        place.z = max(z.lowerBound - ahead + half.z + 0.05, min(z.upperBound - ahead - half.z - 0.05, place.z))
        return stand(place, half, room: room)
    }

    /// The middle of a thing that stands on another; of a ball on a ramp, at the upper end.
    private static func top(of carrier: Thing, _ half: SIMD3<Float>, _ kind: ThingKind) -> SIMD3<Float> {
        var place = SIMD3(carrier.position.x, carrier.highest.y + half.y, carrier.position.z)
        guard carrier.kind == .ramp, kind == .ball else { return place }
        let slope = Stage.slopeAxis(carrier)
        let (run, rise) = (carrier.half[slope.axis] * 2, carrier.half.y * 2)
        let length = (run * run + rise * rise).squareRoot()
        // On the slope, 0.25 m from its upper end.
        let sign: Float = slope.risesUp ? 1 : -1
        let along = carrier.half[slope.axis] - 0.25
        place[slope.axis] += sign * (along - half.x * rise / length)
        place.y = carrier.position.y + along * rise / run + half.x * run / length + 0.002
        return place
    }

    /// The key positions of `path`.
    func path(_ reader: ObjectReader, _ half: SIMD3<Float>) throws -> [(frame: Int, position: SIMD3<Float>)]? {
        guard
            let list = try reader.numbers(
                "path", counts: { $0 > 0 && $0 % 4 == 0 && $0 <= 400 }, "numbers [frame, x, y, z, frame, x, y, z, ...]")
        else { return nil }
        let keys = stride(from: 0, to: list.count, by: 4).map {
            (frame: Int(list[$0]), position: stand(SIMD3(list[$0 + 1], list[$0 + 2], list[$0 + 3]), half))
        }
        for (a, b) in zip(keys, keys.dropFirst()) where b.frame <= a.frame {
            throw reader.error("has a 'path' whose frames do not grow: \(a.frame), \(b.frame).")
        }
        return keys
    }

    /// Where a thing faces, radians.
    func facing(_ reader: ObjectReader, _ fallback: String = "player") throws -> Float {
        if case .number(let degrees)? = reader.object.properties["facing"], abs(degrees) <= 3600 {
            return Trigonometry.wrapped(Float(degrees) * Trigonometry.degree)
        }
        switch try reader.word("facing", among: ["player", "away", "left", "right"]) ?? fallback {
        case "away": return 0
        case "left": return -.pi / 2
        case "right": return .pi / 2
        default: return .pi
        }
    }

    /// Things that nobody acts on, off the stage and off the way to it.
    mutating func addClutter(_ count: Int) {
        let (xs, zs) = layout.clutter ?? (layout.x, layout.z)
        var twins: [Thing] = []
        for k in 0..<count {
            let kind = random.pick([ThingKind.pedestal, .vase, .post, .bush, .vase])
            let tone = kind == .bush ? ("green", SIMD3<Float>(0.24, 0.55, 0.26)) : random.pick(Palette.named)
            let half: SIMD3<Float>
            switch kind {
            case .pedestal: half = SIMD3(0.24, random.uniform(0.3, 0.5), 0.24)
            case .post: half = SIMD3(0.1, 0.6, 0.1)
            case .bush: half = SIMD3(0.35, 0.3, 0.35)
            default: half = SIMD3(0.17, random.uniform(0.25, 0.4), 0.17)
            }
            var best: (place: SIMD3<Float>, room: Float) = (SIMD3(0, 0, 0), -.infinity)
            for _ in 0..<60 {
                let p = SIMD3(
                    random.uniform(xs.lowerBound + half.x, xs.upperBound - half.x), half.y,
                    random.uniform(zs.lowerBound + half.z, zs.upperBound - half.z))
                let room = self.room(p, half)
                if room > best.room { best = (p, room) }
                if room > 0.35 { break }
            }
            guard best.room > 0 else { continue }
            var thing = Thing(
                kind: kind, name: "clutter.\(k + 1)", position: best.place, half: half, color: tone.1)
            thing.colorName = tone.0
            guard let id = stage.freshID() else { return }
            thing.id = id
            stage.things.append(thing)
            stage.gatherSolids()
            thing.position.z += layout.secondRoom
            thing.name = "clutter.\(count + k + 1)"
            twins.append(thing)
        }
        guard layout.secondRoom > 0 else { return }
        for var twin in twins {
            guard let id = stage.freshID() else { return }
            twin.id = id
            stage.things.append(twin)
        }
        stage.gatherSolids()
    }

    /// How far a place is from everything that must stay free; negative where it is in the way.
    private func room(_ p: SIMD3<Float>, _ half: SIMD3<Float>) -> Float {
        let ahead = layout.ahead
        let (dx, dz) = (p.x, p.z - ahead)
        let wide: Float = layout.x.upperBound < 2 ? 0.75 : 1.6
        // The way from the player to the stage and the view onto it; where one walks on beyond, that way too.
        let end = [.room, .street, .meadow, .plaza, .table, .gap, .pillarHall].contains(template) ? ahead + 1.6 : 99
        let isAside = p.z < -0.9 || p.z > end
        var room = isAside ? 0.5 : abs(p.x) - (end < 99 ? wide : 0.75)
        if wide > 1 { room = min(room, (dx * dx + dz * dz).squareRoot() - 2) }
        for solid in stage.solids where solid.high.y > 0.05 && solid.low.y < half.y * 2 {
            room = min(room, solid.distance(p.x, p.z) - half.x)
        }
        for thing in stage.things {
            let (ox, oz) = (abs(thing.position.x - p.x) - thing.half.x, abs(thing.position.z - p.z) - thing.half.z)
            // Room to walk round what the script names.
            let margin: Float = thing.name.hasPrefix("clutter.") ? 0.15 : 1.1
            room = min(room, max(ox, oz) - half.x - margin)
            if let motion = thing.motion {
                for frame in stride(from: 0, through: 200, by: 10) {
                    let q = motion.position(at: frame)
                    room = min(room, max(abs(q.x - p.x), abs(q.z - p.z)) - half.x - 0.5)
                }
            }
        }
        return room
    }
}
