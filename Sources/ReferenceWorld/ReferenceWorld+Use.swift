import Worlds

/// What `use` does.
extension ReferenceWorld {
    /// Metres.
    static let arm: Float = 3
    /// How far the crosshair may meet the ground for a block to be placed, metres.
    static let placingReach: Float = 5.5

    /// The thing the crosshair meets within reach and how far it is; nothing behind a wall.
    func aimedThing() -> (index: Int, distance: Float)? {
        let eye = SIMD3(pose.x, pose.y, pose.z)
        let direction = gaze()
        var nearest = Self.arm
        for wall in scene.walls {
            if let hit = Self.meet(eye, direction, wall.lowest, wall.highest), hit < nearest { nearest = hit }
        }
        var best: (index: Int, distance: Float)?
        for i in scene.things.indices {
            let thing = scene.things[i]
            // Easier to hit than to see: a hand wider on every side.
            let (low, high) = (thing.lowest - 0.1, thing.highest + 0.1)
            if let hit = Self.meet(eye, direction, low, high), hit < nearest { (best, nearest) = ((i, hit), hit) }
        }
        return best
    }

    /// Whether no wall stands between the eye and the middle of a thing.
    func sees(_ thing: Thing) -> Bool {
        let eye = SIMD3(pose.x, pose.y, pose.z)
        let way = thing.position - eye
        for wall in scene.walls {
            if let hit = Self.meet(eye, way, wall.lowest, wall.highest), hit < 0.98 { return false }
        }
        return true
    }

    func gaze() -> SIMD3<Float> {
        let (s, c) = Trigonometry.sineCosine(pose.yaw)
        let (sp, cp) = Trigonometry.sineCosine(pose.pitch)
        return SIMD3(s * cp, sp, c * cp)
    }

    /// The distance at which a ray enters a box.
    static func meet(
        _ eye: SIMD3<Float>, _ direction: SIMD3<Float>, _ low: SIMD3<Float>, _ high: SIMD3<Float>
    ) -> Float? {
        var (near, far) = (Float(0), Float.infinity)
        for axis in 0..<3 {
            let d = abs(direction[axis]) < 1e-8 ? 1e-8 : direction[axis]
            let (a, b) = ((low[axis] - eye[axis]) / d, (high[axis] - eye[axis]) / d)
            near = max(near, min(a, b))
            far = min(far, max(a, b))
        }
        return near <= far ? near : nil
    }

    mutating func useWhatIsAhead() {
        guard let (i, _) = aimedThing() else { return place() }
        let id = scene.things[i].id
        let direction = gaze()
        let push = SIMD3(direction.x, 0, direction.z)
        switch scene.things[i].kind {
        case .ball:
            scene.things[i].velocity += push * 4.5 + SIMD3(0, 2, 0)
            report("push", id, cause: "use")
        case .box:
            scene.things[i].velocity += push * 3.5
            report("push", id, cause: "use")
        case .burger:
            guard scene.things[i].state < 4 else { return }
            scene.things[i].state += 1
            report("bite", id, cause: "use")
        case .canvas:
            scene.things[i].state += 1
            report("paint", id, cause: "use")
        case .lamp:
            scene.things[i].state = 1 - scene.things[i].state
            report("switch", id, cause: "use")
        case .lever:
            scene.things[i].state = 1 - scene.things[i].state
            report("switch", id, cause: "use")
            let (target, state) = (scene.things[i].target, scene.things[i].state)
            if let lamp = scene.things.firstIndex(where: { $0.id == target }) {
                scene.things[lamp].state = state
                report("switch", target, cause: String(id))
            }
        case .door: turnDoor(i)
        case .block:
            scene.things.remove(at: i)
            report("dig", id, cause: "use")
        case .dog, .person:
            // It stops and turns to the player.
            let (dx, dz) = (pose.x - scene.things[i].position.x, pose.z - scene.things[i].position.z)
            scene.things[i].goal = Trigonometry.heading(dx, dz)
            (scene.things[i].walking, scene.things[i].timer) = (false, 30)
            report("greet", id, cause: "use")
        case .tree, .pedestal: break
        }
    }

    private mutating func turnDoor(_ i: Int) {
        let door = scene.things[i]
        if door.state > 0 {
            // A door does not close on anyone.
            let (dx, dz) = (abs(pose.x - door.position.x) - door.half.x, abs(pose.z - door.position.z) - door.half.z)
            if max(dx, dz) < Self.bodyRadius + 0.05 { return }
            for thing in scene.things where thing.isCreature || thing.kind == .ball || thing.kind == .box {
                let (dx, dz) = (abs(thing.position.x - door.position.x), abs(thing.position.z - door.position.z))
                if dx < door.half.x + thing.half.x, dz < door.half.z + thing.half.z { return }
            }
        }
        scene.things[i].state = 1 - door.state
        report(door.state > 0 ? "close" : "open", door.id, cause: "use")
    }

    /// Puts a block on the ground ahead, where there is room and the crosshair meets the ground not far away.
    private mutating func place() {
        guard pose.y < Self.placingReach * -Trigonometry.sine(pose.pitch) else { return }
        let (s, c) = Trigonometry.sineCosine(pose.yaw)
        let size: Float = 0.4
        let position = SIMD3(
            ((pose.x + 1.7 * s) / 0.8).rounded() * 0.8, size, ((pose.z + 1.7 * c) / 0.8).rounded() * 0.8)
        let half = SIMD3(repeating: size)
        let limit = scene.reach - size
        guard abs(position.x) <= limit, abs(position.z) <= limit, !taken(position, half: half, except: 0),
            max(abs(position.x - pose.x), abs(position.z - pose.z)) > size + Self.bodyRadius,
            scene.things.count < 60, let id = scene.freshID()
        else { return }
        for thing in scene.things where thing.kind == .ball {
            let away = thing.position - position
            if max(abs(away.x), abs(away.z)) < size + thing.half.x { return }
        }
        var block = Thing(kind: .block, position: position, half: half, color: SIMD3(0.86, 0.66, 0.42))
        block.colorName = "sandy"
        block.id = id
        scene.things.append(block)
        report("place", id, cause: "use")
    }
}
