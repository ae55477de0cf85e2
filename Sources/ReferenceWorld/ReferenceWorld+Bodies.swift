import Worlds

/// Gravity, bounces and pushes.
extension ReferenceWorld {
    mutating func animate(_ i: Int) {
        switch scene.things[i].kind {
        case .ball: roll(i)
        case .box, .block: settle(i)
        case .dog, .person: walk(i)
        case .door: swing(i)
        default: break
        }
    }

    /// Moves a box if it has room there; what stands on it goes along.
    mutating func shift(_ i: Int, by step: SIMD3<Float>) -> Bool {
        let thing = scene.things[i]
        let place = thing.position + step
        guard !taken(place, half: thing.half, except: thing.id) else { return false }
        scene.things[i].position = place
        for j in scene.things.indices where scene.things[j].kind == .box && j != i {
            let rider = scene.things[j]
            if abs(rider.lowest.y - thing.highest.y) < 0.02, abs(rider.position.x - thing.position.x) < thing.half.x,
                abs(rider.position.z - thing.position.z) < thing.half.z
            {
                scene.things[j].position += SIMD3(step.x, 0, step.z)
            }
        }
        return true
    }

    /// Whether a box there would overlap something solid, a creature or the player.
    func taken(_ place: SIMD3<Float>, half: SIMD3<Float>, except: UInt16) -> Bool {
        let margin: Float = 0.02
        let (low, high) = (place - half + margin, place + half - margin)
        for wall in scene.walls {
            if low.x < wall.highest.x, high.x > wall.lowest.x, low.y < wall.highest.y, high.y > wall.lowest.y,
                low.z < wall.highest.z, high.z > wall.lowest.z
            {
                return true
            }
        }
        for thing in scene.things where thing.id != except && (thing.solid || thing.isCreature) {
            let (a, b) = (thing.lowest, thing.highest)
            if low.x < b.x, high.x > a.x, low.y < b.y, high.y > a.y, low.z < b.z, high.z > a.z { return true }
        }
        return false
    }

    /// Lets a box or block slide to rest and fall on what is below.
    private mutating func settle(_ i: Int) {
        var velocity = scene.things[i].velocity
        let speed = (velocity.x * velocity.x + velocity.z * velocity.z).squareRoot()
        if speed > 0.05 {
            if !shift(i, by: SIMD3(velocity.x, 0, velocity.z) * Self.tick) { (velocity.x, velocity.z) = (0, 0) }
            velocity.x *= 0.8
            velocity.z *= 0.8
        } else {
            (velocity.x, velocity.z) = (0, 0)
        }
        let thing = scene.things[i]
        let floor = floorHeight(
            thing.position.x, thing.position.z, under: thing.lowest.y, except: thing.id, radius: thing.half.x * 0.5)
        velocity.y -= Self.gravity * Self.tick
        var bottom = thing.lowest.y + velocity.y * Self.tick
        if bottom <= floor {
            if velocity.y < -2 { report("land", thing.id, cause: "gravity") }
            (bottom, velocity.y) = (floor, 0)
        }
        scene.things[i].position.y = bottom + thing.half.y
        scene.things[i].velocity = velocity
    }

    private mutating func roll(_ i: Int) {
        meetWalkers(i)
        meetBalls(i)
        var ball = scene.things[i]
        let radius = ball.half.x
        ball.velocity.y -= Self.gravity * Self.tick
        ball.position += ball.velocity * Self.tick
        if ball.position.y < radius {
            ball.position.y = radius
            if ball.velocity.y < -1.2 {
                report("bounce", ball.id, cause: "gravity")
                ball.velocity.y *= -0.6
            } else {
                ball.velocity.y = 0
            }
            ball.velocity.x *= 0.965
            ball.velocity.z *= 0.965
        }
        for wall in scene.walls { bounce(&ball, lowest: wall.lowest, highest: wall.highest) }
        for thing in scene.things where thing.solid && thing.id != ball.id {
            bounce(&ball, lowest: thing.lowest, highest: thing.highest)
        }
        let limit = scene.reach - radius
        ball.position.x = max(-limit, min(limit, ball.position.x))
        ball.position.z = max(-limit, min(limit, ball.position.z))
        scene.things[i] = ball
    }

    /// Pushes a ball out of a box and reflects it.
    private mutating func bounce(_ ball: inout Thing, lowest: SIMD3<Float>, highest: SIMD3<Float>) {
        let nearest = SIMD3(
            max(lowest.x, min(highest.x, ball.position.x)), max(lowest.y, min(highest.y, ball.position.y)),
            max(lowest.z, min(highest.z, ball.position.z)))
        let away = ball.position - nearest
        let square = away.x * away.x + away.y * away.y + away.z * away.z
        let radius = ball.half.x
        guard square < radius * radius, square > 1e-8 else { return }
        let distance = square.squareRoot()
        let normal = away / distance
        ball.position = nearest + normal * radius
        let into = ball.velocity.x * normal.x + ball.velocity.y * normal.y + ball.velocity.z * normal.z
        guard into < 0 else { return }
        ball.velocity -= normal * (into * 1.6)
        guard into < -1 else { return }
        if frame - ball.bounced > 6 { report("bounce", ball.id, cause: "contact") }
        ball.bounced = frame
    }

    /// The player, the dog and the person push a ball they walk into.
    private mutating func meetWalkers(_ i: Int) {
        let feet = pose.y - Self.eyeHeight
        push(i, SIMD3(pose.x, feet, pose.z), radius: Self.bodyRadius, speed: 3.2, cause: "contact")
        for j in scene.things.indices where scene.things[j].isCreature {
            let walker = scene.things[j]
            let foot = SIMD3(walker.position.x, walker.lowest.y, walker.position.z)
            push(i, foot, radius: walker.half.x, speed: 2, cause: String(walker.id))
        }
    }

    private mutating func push(_ i: Int, _ foot: SIMD3<Float>, radius: Float, speed: Float, cause: String) {
        let ball = scene.things[i]
        let away = ball.position - foot
        let distance = (away.x * away.x + away.z * away.z).squareRoot()
        let reach = ball.half.x + radius
        guard distance < reach, distance > 1e-4, ball.lowest.y < foot.y + 1.5, ball.highest.y > foot.y else { return }
        let normal = SIMD3(away.x / distance, 0, away.z / distance)
        scene.things[i].position += normal * (reach - distance) * 0.5
        let along = ball.velocity.x * normal.x + ball.velocity.z * normal.z
        if along < speed { scene.things[i].velocity += normal * (speed - along) }
        reportContact("push", i, cause: cause)
    }

    /// Equal balls swap their speeds along the line between them.
    private mutating func meetBalls(_ i: Int) {
        for j in scene.things.indices where j > i && scene.things[j].kind == .ball {
            let away = scene.things[j].position - scene.things[i].position
            let distance = (away.x * away.x + away.y * away.y + away.z * away.z).squareRoot()
            guard distance < scene.things[i].half.x + scene.things[j].half.x, distance > 1e-4 else { continue }
            let normal = away / distance
            let v = scene.things[i].velocity - scene.things[j].velocity
            let closing = v.x * normal.x + v.y * normal.y + v.z * normal.z
            guard closing > 0 else { continue }
            scene.things[i].velocity -= normal * closing * 0.9
            scene.things[j].velocity += normal * closing * 0.9
            reportContact("push", j, cause: String(scene.things[i].id))
        }
    }

    private mutating func swing(_ i: Int) {
        let goal = scene.things[i].state
        let progress = scene.things[i].progress
        scene.things[i].progress += max(-0.1, min(0.1, goal - progress))
        scene.things[i].solid = scene.things[i].progress < 0.5
    }
}
