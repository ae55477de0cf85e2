import Worlds

/// The habits that are more than wandering.
extension Policy {
    /// Walks a little, turns away, waits, turns back by as much, waits.
    mutating func lookAround(_ world: ReferenceWorld) -> Action {
        if left <= 0 {
            phase = (phase + 1) % 6
            held = Action.none()
            switch phase {
            case 1:
                turnBack = anyTurn()
                framesBack = abs(turnBack) == 1 ? 8 + random.below(18) : 12 + random.below(24)
                if random.chance(0.15) { (turnBack, framesBack) = (turnBack > 0 ? 1 : -1, 30) }
                held[.turn] = turnBack
                left = framesBack
            case 3:
                // Back the same way, or on round the full circle.
                held[.turn] = framesBack == 30 ? turnBack : -turnBack
                left = framesBack
            case 5:
                held[.forward] = random.chance(0.7) ? 1 : 0
                if random.chance(0.5) { held[.turn] = anyTurn() }
                hold(8, 25)
            default: hold(4, 14)
            }
        }
        left -= 1
        return held
    }

    /// Goes to a thing, looks at it, uses it a few times, and looks for another.
    mutating func approach(_ world: ReferenceWorld) -> Action {
        patience -= 1
        if phase == 0 {
            // A pause or a stroll between two things.
            if patience > 0 { return segment(world) }
            chooseTarget(world) { $0.kind.isUsable }
            (phase, patience) = (1, 130)
        }
        guard patience > 0, let thing = world.thing(target) else {
            (phase, left) = (0, 0)
            patience = 15 + random.below(50)
            return Action.none()
        }
        var action = Action.none()
        let (distance, error) = bearing(world, thing)
        let margin = max(thing.half.x, thing.half.z)
        action[.turn] = steer(error, distance > 1.8 ? 0.16 : 0.1)
        let near = distance < margin + 1.35
        if phase == 1 {
            if near, abs(error) < 0.15 {
                (phase, left) = (2, 4)
            } else if !near, abs(error) < 0.7 {
                action[.forward] = 1
            }
            return action
        }
        // Aim up or down, then press, wait, press again.
        let height = thing.kind == .canvas || thing.kind == .person || thing.kind == .door ? 1.1 : thing.position.y
        let wanted = Trigonometry.heading(height - world.pose.y, max(0.4, distance))
        action[.look] = pulse(wanted - world.pose.pitch)
        if distance > margin + 1.9 { action[.forward] = abs(error) < 0.5 ? 1 : 0 }
        left -= 1
        if left <= 0 {
            phase += 1
            left = phase % 2 == 1 ? 3 : 8 + random.below(10)
            if phase > 3 && random.chance(0.35) || phase > 12 {
                (phase, left) = (0, 0)
                patience = 15 + random.below(60)
            }
        }
        action[.use] = phase % 2 == 1 && phase > 2 ? 1 : 0
        return action
    }

    /// Walks sideways round a thing and keeps it in view.
    mutating func circle(_ world: ReferenceWorld) -> Action {
        patience -= 1
        if patience <= 0 {
            if phase == 1, random.chance(0.4) {
                (phase, patience, left) = (0, 25 + random.below(30), 0)
            } else {
                chooseTarget(world) { !$0.kind.isCreature }
                (phase, patience) = (1, 80 + random.below(120))
                framesBack = random.chance(0.5) ? 1 : -1
            }
        }
        guard phase == 1, let thing = world.thing(target) else {
            return segment(world)
        }
        var action = Action.none()
        let (distance, error) = bearing(world, thing)
        action[.turn] = steer(error, 0.14)
        let wish = max(thing.half.x, thing.half.z) + 2.2
        if distance > wish + 0.7 {
            if abs(error) < 0.6 { action[.forward] = 1 }
        } else {
            let side: Float = framesBack > 0 ? 1 : -1
            let (s, c) = Trigonometry.sineCosine(world.pose.yaw)
            if world.stage.isBlocked(world.pose.x + c * side * 0.5, world.pose.z - s * side * 0.5) {
                framesBack = -framesBack
            }
            if random.chance(0.01) { framesBack = -framesBack }
            action[framesBack > 0 ? .right : .left] = 1
            if distance < wish - 0.9 { action[.back] = 1 }
        }
        return action
    }

    /// Walks out, turns right round or walks backwards, comes back, and turns to a new way.
    mutating func outAndBack(_ world: ReferenceWorld) -> Action {
        if left <= 0 {
            phase = (phase + 1) % 6
            held = Action.none()
            switch phase {
            case 1:
                held[.forward] = 1
                hold(15, 45)
                framesBack = left
                turnBack = random.chance(0.7) ? (random.chance(0.5) ? 1 : -1) : 0
            case 3:
                held[.turn] = turnBack
                left = turnBack == 0 ? 4 : 30
            case 4:
                held[turnBack == 0 ? .back : .forward] = 1
                left = framesBack
            case 0:
                held[.turn] = anyTurn()
                hold(6, 30)
            default: hold(4, 12)
            }
        }
        left -= 1
        return held
    }

    /// Takes interest in a thing within 9 m, nearer ones rather.
    private mutating func chooseTarget(_ world: ReferenceWorld, where fits: (Thing) -> Bool) {
        var best = (id: UInt16(0), score: Float.infinity)
        for thing in world.stage.things where fits(thing) && thing.id != target && world.stage.seesPastWalls(thing) {
            let (dx, dz) = (thing.position.x - world.pose.x, thing.position.z - world.pose.z)
            let score = (dx * dx + dz * dz).squareRoot() + random.uniform(0, 6)
            if score < best.score { best = (thing.id, score) }
        }
        target = best.id
    }

    private func bearing(_ world: ReferenceWorld, _ thing: Thing) -> (distance: Float, error: Float) {
        let (dx, dz) = (thing.position.x - world.pose.x, thing.position.z - world.pose.z)
        let error = Trigonometry.wrapped(Trigonometry.heading(dx, dz) - world.pose.yaw)
        return ((dx * dx + dz * dz).squareRoot(), error)
    }

    /// A held turn: full when far off, half when near, and none within `slack` until the error doubles.
    private mutating func steer(_ error: Float, _ slack: Float) -> Float {
        let bound = held[.turn] == 0 ? slack * 1.8 : slack * 0.5
        let size: Float = abs(error) < bound ? 0 : abs(error) > 0.5 ? 1 : 0.5
        held[.turn] = error < 0 ? -size : size
        return held[.turn]
    }

    /// A look key: pressed while the error is more than a frame's worth.
    private func pulse(_ error: Float) -> Float { abs(error) < 0.07 ? 0 : error < 0 ? -1 : 1 }
}
