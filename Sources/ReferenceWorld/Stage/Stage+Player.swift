import Camera
import Worlds

/// How the player moves, what stops it and what it pushes.
extension Stage {
    /// Steps no higher than this are walked up, metres.
    static let stepHeight: Float = 0.2

    mutating func movePlayer(_ action: Action) {
        pose.turn(
            action[.turn], degrees: StandardChannel.turn.perFrame, look: action[.look],
            degrees: StandardChannel.look.perFrame, pitchLimit: ReferenceWorld.pitchLimit)
        let (ahead, side) = CameraPose.stride(
            forward: action[.forward], back: action[.back], left: action[.left], right: action[.right])
        var step = pose.exactHeading.level(ahead: ahead, side: side)
        let length = (step.x * step.x + step.y * step.y).squareRoot()
        if length > 1 { step /= length }
        step *= StandardChannel.forward.perFrame
        let before = pose
        slide(step.x, 0)
        slide(0, step.y)
        stride = SIMD2(pose.x - before.x, pose.z - before.z)
        let feet = pose.y - ReferenceWorld.eyeHeight
        let floor = floorHeight(pose.x, pose.z, under: feet + Self.stepHeight, radius: 0.2)
        if action[.jump] > 0.5 && abs(feet - floor) < 0.001 { fallSpeed = 4.2 }
        fallSpeed -= ReferenceWorld.gravity * Self.tick
        pose.y += fallSpeed * Self.tick
        if pose.y <= floor + ReferenceWorld.eyeHeight {
            // The eye rises up a step within two frames.
            let rise = floor + ReferenceWorld.eyeHeight - pose.y
            pose.y += feet < floor - 0.001 ? min(rise, 0.09 - fallSpeed * Self.tick) : rise
            fallSpeed = 0
        }
    }

    private mutating func slide(_ x: Float, _ z: Float) {
        guard x != 0 || z != 0 else { return }
        let feet = pose.y - ReferenceWorld.eyeHeight
        for creature in things where creature.kind.isCreature && creature.highest.y > feet {
            // Nobody walks through a creature, but out of one.
            let (dx, dz) = (pose.x - creature.position.x, pose.z - creature.position.z)
            let room = Self.bodyRadius + creature.half.x
            let after = (dx + x) * (dx + x) + (dz + z) * (dz + z)
            if after < room * room, after < dx * dx + dz * dz { return }
        }
        if isBlocked(pose.x + x, pose.z + z) {
            // Out of a thing that has moved onto the player, but not further in.
            guard isBlocked(pose.x, pose.z), nearest(pose.x + x, pose.z + z) > nearest(pose.x, pose.z) else { return }
        }
        if let i = body(at: pose.x + x, pose.z + z) {
            if isFree(i) {
                let axis = x != 0 ? 0 : 2
                let speed = (x + z) / Self.tick * min(1, 4 / things[i].mass)
                if abs(things[i].velocity[axis]) < abs(speed) || things[i].velocity[axis] * speed < 0 {
                    things[i].velocity[axis] = speed
                }
                reportContact("push", i, cause: "contact")
            }
            guard body(at: pose.x, pose.z) != nil else { return }
        }
        pose.x += x
        pose.z += z
    }

    /// Whether an upright body there would stand in something fixed.
    func isBlocked(_ x: Float, _ z: Float, radius: Float = bodyRadius) -> Bool {
        let feet = pose.y - ReferenceWorld.eyeHeight
        for solid in solids where solid.high.y > feet + Self.stepHeight && solid.low.y < feet + 1.6 {
            if solid.distance(x, z) < radius { return true }
        }
        return false
    }

    private func nearest(_ x: Float, _ z: Float) -> Float {
        let feet = pose.y - ReferenceWorld.eyeHeight
        var distance = Float.infinity
        for solid in solids where solid.high.y > feet + Self.stepHeight && solid.low.y < feet + 1.6 {
            let (dx, dz) = (
                max(solid.low.x - x, x - solid.high.x), max(solid.low.z - z, z - solid.high.z)
            )
            distance = min(distance, max(dx, dz))
        }
        return distance
    }

    /// The box that the player would stand in there. Balls give way by themselves.
    private func body(at x: Float, _ z: Float) -> Int? {
        let feet = pose.y - ReferenceWorld.eyeHeight
        return things.indices.first { i in
            let thing = things[i]
            guard thing.kind.isBody, thing.kind != .ball, thing.container == 0, thing.id != hand,
                thing.highest.y > feet + 0.05, thing.lowest.y < feet + 1.6
            else { return false }
            let dx = max(0, abs(x - thing.position.x) - thing.half.x)
            let dz = max(0, abs(z - thing.position.z) - thing.half.z)
            return dx * dx + dz * dz < Self.bodyRadius * Self.bodyRadius
        }
    }
}
