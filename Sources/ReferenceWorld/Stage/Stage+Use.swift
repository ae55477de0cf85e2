/// What `use` does.
extension Stage {
    /// Speed that a push gives 1 kg, metres a second.
    static func pushSpeed(_ kind: ThingKind) -> Float { kind == .ball || kind == .barrel ? 3 : 2.4 }

    /// How far the crosshair may meet the ground for a block to be placed, metres.
    static let placingReach: Float = 5.5

    mutating func useWhatIsAhead() {
        if hand != 0 { return put() }
        guard let (i, _) = aimed else { return placeBlock() }
        let thing = things[i]
        if thing.isPortable, !(thing.kind == .box && thing.hasLid && thing.state > 0) { return take(i) }
        if thing.isHeld {
            letGo(i, cause: "use")
            return
        }
        switch thing.kind {
        case .ball, .cube, .crate, .barrel: push(i)
        case .box:
            if thing.hasLid { toggle(i, cause: "use") } else { push(i) }
        case .block:
            report("dig", thing.id, cause: "use")
            remove(thing.id)
        case .burger:
            guard thing.state < 4 else { return }
            things[i].state += 1
            report("bite", thing.id, cause: "use")
        case .canvas:
            things[i].state += 1
            report("paint", thing.id, cause: "use")
        case .lamp, .candle: toggle(i, cause: "use")
        case .door, .drawer: toggle(i, cause: "use")
        case .cup:
            things[i].state = 1 - thing.state
            report(thing.state > 0 ? "lower" : "lift", thing.id, cause: "use")
        case .button:
            things[i].state += 1
            things[i].progress = 1
            report("press", thing.id, cause: "use")
            things[i].due = frame + thing.delay
        case .lever:
            things[i].state = 1 - thing.state
            report("switch", thing.id, cause: "use")
            things[i].due = frame + thing.delay
        case .fuse:
            guard thing.state == 0 else { return }
            things[i].state = 1
            report("light", thing.id, cause: "use")
            things[i].due = frame + thing.delay
        case .dog, .person:
            // It stops and turns to the player.
            things[i].goal = Trigonometry.heading(pose.x - thing.position.x, pose.z - thing.position.z)
            (things[i].isWalking, things[i].timer) = (false, 30)
            report("greet", thing.id, cause: "use")
        case .domino: topple(i, pushWay(i), cause: "use")
        default: break
        }
    }

    private mutating func push(_ i: Int) {
        if things[i].motion != nil {
            things[i].motion = nil
            things[i].velocity = SIMD3(0, 0, 0)
        }
        let way = pushWay(i)
        let speed = things[i].kick?.level ?? Self.pushSpeed(things[i].kind)
        things[i].velocity += SIMD3(way.x, 0, way.y) * (speed / things[i].mass)
        if let kick = things[i].kick { things[i].velocity.y += kick.up / things[i].mass }
        report("push", things[i].id, cause: "use")
        (things[i].touched, things[i].movedBy) = (frame, "use")
    }

    /// Lets a hanging body go.
    mutating func letGo(_ i: Int, cause: String) {
        (things[i].isHeld, things[i].release) = (false, nil)
        things[i].velocity = things[i].launch
        things[i].wasSupported = false
        (things[i].fallsFrom, things[i].movedBy) = (things[i].lowest.y, cause)
        report("release", things[i].id, cause: cause)
    }

    /// Switches a light; opens or closes a door, drawer, lid or gate.
    mutating func toggle(_ i: Int, cause: String, to state: Float? = nil) {
        let thing = things[i]
        switch thing.kind {
        case .lamp:
            things[i].state = state ?? (1 - thing.state)
            report("switch", thing.id, cause: cause)
        case .candle:
            guard thing.state > 0 else { return }
            things[i].isLit = state.map { $0 > 0 } ?? !thing.isLit
            report("switch", thing.id, cause: cause)
        default:
            if thing.kind == .door, thing.state > 0, isInTheWay(of: thing) { return }
            things[i].state = state ?? (1 - thing.state)
            guard things[i].state != thing.state else { return }
            report(thing.state > 0 ? "close" : "open", thing.id, cause: cause)
        }
    }

    /// A door does not close on anyone.
    private func isInTheWay(of door: Thing) -> Bool {
        let (dx, dz) = (abs(pose.x - door.position.x) - door.half.x, abs(pose.z - door.position.z) - door.half.z)
        if max(dx, dz) < Self.bodyRadius + 0.05 { return true }
        return things.contains { thing in
            (thing.kind.isBody || thing.kind.isCreature) && thing.container == 0 && thing.id != hand
                && abs(thing.position.x - door.position.x) < door.half.x + thing.half.x
                && abs(thing.position.z - door.position.z) < door.half.z + thing.half.z
        }
    }

    /// Puts a sandy block on the floor ahead, where the crosshair meets it and there is room.
    private mutating func placeBlock() {
        let down = -Trigonometry.sine(pose.pitch)
        guard pose.y < Self.placingReach * down else { return }
        if meets(gaze, within: pose.y / down, margin: 0) != nil { return }
        let (s, c) = Trigonometry.sineCosine(pose.yaw)
        let size: Float = 0.4
        let position = SIMD3(
            ((pose.x + 1.7 * s) / 0.8).rounded() * 0.8, size, ((pose.z + 1.7 * c) / 0.8).rounded() * 0.8)
        guard max(abs(position.x - pose.x), abs(position.z - pose.z)) > size + Self.bodyRadius, things.count < 90,
            !isTaken(position, SIMD3(repeating: size)), let id = freshID()
        else { return }
        var block = Thing(
            kind: .block, name: "", position: position, half: SIMD3(repeating: size), color: SIMD3(0.86, 0.66, 0.42))
        (block.id, block.colorName) = (id, "sandy")
        things.append(block)
        report("place", id, cause: "use")
    }

    /// Whether something is where a thing of these half extents would stand.
    func isTaken(_ place: SIMD3<Float>, _ half: SIMD3<Float>, except: UInt16 = 0) -> Bool {
        let margin = SIMD3<Float>(repeating: 0.02)
        let (low, high) = (place - half + margin, place + half - margin)
        for solid in solids where solid.overlaps(low, high) {
            if solid.owner < 0 || things[solid.owner].id != except { return true }
        }
        return things.contains { thing in
            (thing.kind.isBody || thing.kind.isCreature || thing.kind == .burger) && thing.id != except
                && thing.id != hand && thing.container == 0
                && SolidBox(low: thing.lowest, high: thing.highest, owner: -1).overlaps(low, high)
        }
    }
}
