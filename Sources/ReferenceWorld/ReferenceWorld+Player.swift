import Worlds

/// How the player moves and what stops it.
extension ReferenceWorld {
    /// What an upright body meets.
    enum Obstacle: Equatable {
        case wall
        case thing(Int)
    }

    mutating func movePlayer(_ action: Action) {
        let degree = Trigonometry.degree
        pose.yaw = Trigonometry.wrapped(pose.yaw + max(-1, min(1, action[.turn])) * 6 * degree)
        pose.pitch = max(
            -Self.pitchLimit, min(Self.pitchLimit, pose.pitch + max(-1, min(1, action[.look])) * 4 * degree))
        let ahead = max(0, min(1, action[.forward])) - max(0, min(1, action[.back]))
        let side = max(0, min(1, action[.right])) - max(0, min(1, action[.left]))
        let (s, c) = Trigonometry.sineCosine(pose.yaw)
        var step = SIMD2(s * ahead + c * side, c * ahead - s * side)
        let length = (step.x * step.x + step.y * step.y).squareRoot()
        if length > 1 { step /= length }
        step *= 0.12
        slide(step.x, 0)
        slide(0, step.y)
        let floor = floorHeight(pose.x, pose.z, under: pose.y - Self.eyeHeight)
        if action[.jump] > 0.5 && pose.y - Self.eyeHeight - floor < 0.001 { fallSpeed = 4.2 }
        fallSpeed -= Self.gravity * Self.tick
        pose.y += fallSpeed * Self.tick
        if pose.y <= floor + Self.eyeHeight { (pose.y, fallSpeed) = (floor + Self.eyeHeight, 0) }
    }

    /// Moves along one axis; pushes a box out of the way, slower, where the box has room.
    private mutating func slide(_ x: Float, _ z: Float) {
        guard x != 0 || z != 0 else { return }
        let feet = pose.y - Self.eyeHeight
        for creature in scene.things where creature.isCreature && creature.highest.y > feet {
            // Nobody walks through a creature, but out of one.
            let (dx, dz) = (pose.x - creature.position.x, pose.z - creature.position.z)
            let room = Self.bodyRadius + creature.half.x
            let after = (dx + x) * (dx + x) + (dz + z) * (dz + z)
            if after < room * room, after < dx * dx + dz * dz { return }
        }
        switch obstacle(pose.x + x, pose.z + z, radius: Self.bodyRadius, feet: feet, tall: 1.6) {
        case nil:
            pose.x += x
            pose.z += z
        case .thing(let i) where scene.things[i].kind == .box:
            let step = SIMD3(x, 0, z) * 0.5
            guard shift(i, by: step) else { return }
            reportContact("push", i, cause: "contact")
            scene.things[i].velocity = step / Self.tick
            if obstacle(pose.x + step.x, pose.z + step.z, radius: Self.bodyRadius, feet: feet, tall: 1.6) == nil {
                pose.x += step.x
                pose.z += step.z
            }
        default: break
        }
    }

    /// The first solid that an upright body at (x, z) would stand in, if any.
    func obstacle(
        _ x: Float, _ z: Float, radius: Float, feet: Float, tall: Float, except: UInt16 = 0
    ) -> Obstacle? {
        for wall in scene.walls where wall.highest.y > feet + 0.05 && wall.lowest.y < feet + tall {
            let dx = max(0, max(wall.lowest.x - x, x - wall.highest.x))
            let dz = max(0, max(wall.lowest.z - z, z - wall.highest.z))
            if dx * dx + dz * dz < radius * radius { return .wall }
        }
        for i in scene.things.indices {
            let thing = scene.things[i]
            guard thing.solid, thing.id != except, thing.highest.y > feet + 0.05, thing.lowest.y < feet + tall else {
                continue
            }
            let dx = max(0, abs(x - thing.position.x) - thing.half.x)
            let dz = max(0, abs(z - thing.position.z) - thing.half.z)
            if dx * dx + dz * dz < radius * radius { return .thing(i) }
        }
        return nil
    }

    /// Whether the player would stand in something solid at (x, z).
    func blocked(_ x: Float, _ z: Float, radius: Float = bodyRadius) -> Bool {
        if let stage { return stage.isBlocked(x, z, radius: radius) }
        return obstacle(x, z, radius: radius, feet: pose.y - Self.eyeHeight, tall: 1.6) != nil
    }

    /// The height of what carries feet at (x, z) that are at `under` or above, metres.
    func floorHeight(_ x: Float, _ z: Float, under: Float, except: UInt16 = 0, radius: Float = 0.2) -> Float {
        var height: Float = 0
        for thing in scene.things where thing.solid && thing.id != except {
            let top = thing.highest.y
            guard top <= under + 0.06, top > height else { continue }
            if abs(x - thing.position.x) < thing.half.x + radius, abs(z - thing.position.z) < thing.half.z + radius {
                height = top
            }
        }
        for wall in scene.walls where wall.highest.y <= under + 0.06 && wall.highest.y > height {
            let dx = max(wall.lowest.x - x, x - wall.highest.x)
            let dz = max(wall.lowest.z - z, z - wall.highest.z)
            if max(dx, dz) < radius { height = wall.highest.y }
        }
        return height
    }
}
