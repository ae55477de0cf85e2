/// What stops bodies and the player.
extension Stage {
    /// Whether gravity and blows move it at present.
    func isFree(_ i: Int) -> Bool {
        let thing = things[i]
        return thing.kind.isBody && thing.motion == nil && !thing.isHeld && thing.container == 0 && thing.id != hand
    }

    mutating func gatherSolids() {
        solids.removeAll(keepingCapacity: true)
        for wall in scene.walls { solids.append(SolidBox(low: wall.lowest, high: wall.highest, owner: -1)) }
        for thing in decoration { solids.append(SolidBox(low: thing.lowest, high: thing.highest, owner: -1)) }
        for i in things.indices where !things[i].kind.isBody && things[i].kind.isSolid && things[i].id != hand {
            addParts(of: i)
        }
    }

    private mutating func addParts(of i: Int) {
        let thing = things[i]
        func part(_ low: SIMD3<Float>, _ high: SIMD3<Float>) -> SolidBox { SolidBox(low: low, high: high, owner: i) }
        switch thing.kind {
        case .door:
            for (low, high) in Self.doorFrame(thing) { solids.append(part(low, high)) }
            if thing.progress < 0.5 { solids.append(part(thing.lowest, thing.highest)) }
        case .gate:
            if thing.progress < 0.7 { solids.append(part(thing.lowest, thing.highest)) }
        case .tunnel:
            for (low, high) in Self.tunnelParts(thing) { solids.append(part(low, high)) }
        case .ramp:
            // For feet and boxes a ramp is a flight of low steps.
            for step in 0..<8 {
                let share = Float(step) / 8
                var (low, high) = (thing.lowest, thing.highest)
                high.y = low.y + (high.y - low.y) * (share + 0.125)
                let axis = Self.slopeAxis(thing)
                let run = thing.half[axis.axis] * 2
                let (from, to) = (run * share, run * (share + 0.125))
                if axis.risesUp {
                    (low[axis.axis], high[axis.axis]) = (thing.lowest[axis.axis] + from, thing.lowest[axis.axis] + to)
                } else {
                    (low[axis.axis], high[axis.axis]) = (thing.highest[axis.axis] - to, thing.highest[axis.axis] - from)
                }
                solids.append(part(low, high))
            }
        case .drawer:
            solids.append(part(thing.lowest, thing.highest))
            if thing.progress > 0.3 {
                let (s, c) = Trigonometry.sineCosine(thing.heading)
                let out = SIMD3(s, 0, c) * (thing.half.x + 0.05)
                let half = SIMD3(thing.half.x * 0.8, 0.16, thing.half.x * 0.6)
                let middle = thing.position + out + SIMD3(0, 0.08, 0)
                solids.append(part(middle - half, middle + half))
            }
        case .cup:
            if thing.progress < 0.5 { solids.append(part(thing.lowest, thing.highest)) }
        default: solids.append(part(thing.lowest, thing.highest))
        }
    }

    /// The axis of a ramp's slope (0 is x, 2 is z), and whether it rises with it.
    static func slopeAxis(_ ramp: Thing) -> (axis: Int, risesUp: Bool) {
        // `heading` is the way down.
        let (s, c) = Trigonometry.sineCosine(ramp.heading)
        return abs(s) > abs(c) ? (0, s < 0) : (2, c < 0)
    }

    /// Two posts and a lintel.
    static func doorFrame(_ door: Thing) -> [(SIMD3<Float>, SIMD3<Float>)] {
        let axis = door.half.x > door.half.z ? 0 : 2
        var parts: [(SIMD3<Float>, SIMD3<Float>)] = []
        for side: Float in [-1, 1] {
            var half = SIMD3<Float>(repeating: 0.09)
            half.y = door.half.y + 0.06
            var middle = door.position
            middle[axis] += side * (door.half[axis] + 0.09)
            middle.y += 0.06
            parts.append((middle - half, middle + half))
        }
        var half = SIMD3<Float>(repeating: 0.09)
        half[axis] = door.half[axis] + 0.18
        let middle = SIMD3(door.position.x, door.highest.y + 0.09, door.position.z)
        parts.append((middle - half, middle + half))
        return parts
    }

    /// Back, roof, right end, and the front between the arches.
    static func tunnelParts(_ tunnel: Thing) -> [(SIMD3<Float>, SIMD3<Float>)] {
        let (low, high) = (tunnel.lowest, tunnel.highest)
        let thick: Float = 0.06
        let arch: Float = 0.66
        var parts = [
            (SIMD3(low.x, low.y, high.z - thick), high),
            (SIMD3(low.x, high.y - 0.2, low.z), high),
            (SIMD3(high.x - thick, low.y, low.z), high),
        ]
        let pitch = (high.x - low.x) / Float(tunnel.exits)
        for i in 0...tunnel.exits {
            let from = i == 0 ? low.x : low.x + (Float(i) - 0.5) * pitch + arch / 2
            let to = i == tunnel.exits ? high.x : low.x + (Float(i) + 0.5) * pitch - arch / 2
            if to > from { parts.append((SIMD3(from, low.y, low.z), SIMD3(to, high.y, low.z + thick))) }
        }
        return parts
    }

    /// The height of what carries something at (x, z) whose underside is at `under` or above.
    func floorHeight(_ x: Float, _ z: Float, under: Float, radius: Float, except id: UInt16 = 0) -> Float {
        var height: Float = 0
        for solid in solids where solid.high.y <= under && solid.high.y > height {
            if solid.owner >= 0, things[solid.owner].id == id { continue }
            if solid.distance(x, z) < radius { height = solid.high.y }
        }
        for thing in things where thing.kind.isBody && thing.kind != .ball && thing.id != id && thing.id != hand {
            guard thing.container == 0, thing.highest.y <= under, thing.highest.y > height else { continue }
            if max(abs(x - thing.position.x) - thing.half.x, abs(z - thing.position.z) - thing.half.z) < radius {
                height = thing.highest.y
            }
        }
        return height
    }
}
