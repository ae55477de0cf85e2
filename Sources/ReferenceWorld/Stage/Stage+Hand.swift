import Camera

/// Taking, putting and throwing.
extension Stage {
    mutating func take(_ i: Int) {
        (things[i].container, things[i].motion, things[i].isHeld) = (0, nil, false)
        things[i].velocity = SIMD3(0, 0, 0)
        hand = things[i].id
        report("take", hand, cause: "use")
    }

    /// Puts what is in the hand where the crosshair is, or throws it.
    mutating func put() {
        guard let i = index(hand) else { return }
        let direction = gaze
        if let met = aimed, things[met.index].isOpenContainer, fits(i, into: met.index) {
            hand = 0
            things[i].container = things[met.index].id
            things[i].offset = SIMD3(0, Self.floorOf(things[met.index]), 0)
            (things[i].velocity, things[i].wasSupported) = (SIMD3(0, 0, 0), true)
            report("put", things[i].id, cause: "use")
            return
        }
        if let point = surface(direction) {
            let place = point + SIMD3(0, things[i].half.y + 0.002, 0)
            guard !isTaken(place, things[i].half, except: things[i].id) else { return }
            things[i].position = place
            (things[i].velocity, things[i].wasSupported) = (SIMD3(0, 0, 0), true)
            things[i].movedBy = "use"
            hand = 0
            report("put", things[i].id, cause: "use")
            return
        }
        guard let speed = things[i].throwSpeed else { return }
        var thrown = pose
        thrown.pitch = min(1.4, pose.pitch + 0.35)
        hand = 0
        things[i].velocity = thrown.exactAxes.forward * speed
        (things[i].wasSupported, things[i].fallsFrom) = (false, things[i].lowest.y)
        things[i].movedBy = "use"
        report("throw", things[i].id, cause: "use")
    }

    /// The point of a floor, table or top that the gaze meets within reach; on the top of what it meets from the side.
    private func surface(_ direction: SIMD3<Float>) -> SIMD3<Float>? {
        let met = meets(direction, within: Self.arm, margin: 0)
        if let met {
            var point = eye + direction * met.distance
            if let i = met.thing {
                guard things[i].kind.isBody || things[i].kind == .pedestal || things[i].kind == .block else {
                    return nil
                }
                if point.y < things[i].highest.y - 0.03 || things[i].kind == .pedestal {
                    // Onto its middle.
                    return SIMD3(things[i].position.x, things[i].highest.y, things[i].position.z)
                }
                point.y = things[i].highest.y
                return point
            }
            // Only the upper side of a wall carries something.
            let top = floorHeight(point.x, point.z, under: point.y + 0.01, radius: 0.01)
            return abs(top - point.y) < 0.02 ? SIMD3(point.x, top, point.z) : nil
        }
        guard direction.y < 0 else { return nil }
        let distance = pose.y / -direction.y
        return distance <= Self.arm ? eye + direction * distance : nil
    }

    /// The height of a container's inner floor above its underside.
    static func floorOf(_ container: Thing) -> Float { container.kind == .drawer ? drawerFloor : 0.04 }

    static let drawerFloor: Float = 0.3
    static let drawerWay: Float = 0.55

    /// How much room a container has: half extents.
    static func room(in container: Thing) -> SIMD3<Float> {
        switch container.kind {
        case .drawer: SIMD3(0.36, 0.21, 0.26)
        case .cup: SIMD3(container.half.x - 0.02, container.half.y - 0.01, container.half.z - 0.02)
        default: SIMD3(container.half.x - 0.05, container.half.y - 0.025, container.half.z - 0.05)
        }
    }

    func fits(_ i: Int, into c: Int) -> Bool {
        let (room, half) = (Self.room(in: things[c]), things[i].half)
        if things[i].kind == .box && things[i].hasLid { return false }
        if things.contains(where: { $0.container == things[c].id }) { return false }
        return half.x <= room.x + 0.001 && half.y <= room.y + 0.001 && half.z <= room.z + 0.001
    }

    /// Brings what is in the hand and what lies in containers to its place.
    mutating func carry() {
        if let i = index(hand) {
            let axes = pose.exactAxes
            let size = things[i].half.x
            things[i].position =
                eye + axes.forward * (0.62 + size * 1.3) + axes.right * (0.26 + size * 0.75) - axes.up
                * (0.2 + size * 0.6)
            things[i].velocity = SIMD3(stride.x, 0, stride.y) / Self.tick
        }
        for _ in 0..<2 {
            // Twice: a box in the hand brings its contents.
            for i in things.indices where things[i].container != 0 && things[i].id != hand {
                guard let c = index(things[i].container) else { continue }
                let container = things[c]
                var base = container.footing
                if container.kind == .cup { base.y -= Self.lift(container) }
                if container.kind == .drawer {
                    let (s, c) = Trigonometry.sineCosine(container.heading)
                    base += SIMD3(s, 0, c) * (0.05 + Self.drawerWay * container.progress)
                }
                let place = base + things[i].offset + SIMD3(0, things[i].half.y, 0)
                things[i].velocity = (place - things[i].position) / Self.tick
                things[i].position = place
            }
        }
    }

    /// How high a cup is lifted, metres.
    static func lift(_ cup: Thing) -> Float { cup.progress * 0.55 }
}
