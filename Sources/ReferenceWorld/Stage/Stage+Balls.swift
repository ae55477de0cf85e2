/// Balls: spheres that bounce and roll.
extension Stage {
    /// Slower than this into a surface, a ball comes to rest on it, metres a second.
    private static let restSpeed: Float = 0.35

    mutating func moveBall(_ i: Int) {
        let radius = things[i].half.x
        things[i].velocity.y -= ReferenceWorld.gravity * Self.subtick
        things[i].position += things[i].velocity * Self.subtick
        var isCarried = false
        if things[i].position.y < radius {
            things[i].position.y = radius
            isCarried = true
            reflect(i, SIMD3(0, 1, 0), other: -1, cause: "gravity")
        }
        for k in solids.indices {
            let solid = solids[k]
            if solid.owner >= 0, things[solid.owner].kind == .ramp { continue }
            if meet(i, solid.low, solid.high, owner: solid.owner) { isCarried = true }
        }
        for j in things.indices where j != i {
            if things[j].kind == .ramp {
                if meetRamp(i, things[j]) { isCarried = true }
            } else if things[j].kind.isCreature {
                meetUpright(
                    i, things[j].footing, radius: things[j].half.x, tall: things[j].half.y * 2,
                    speed: things[j].velocity, cause: String(things[j].id))
            } else if isTangible(j) {
                if things[j].kind == .ball {
                    meetBall(i, j)
                } else if meet(i, things[j].lowest, things[j].highest, owner: j) {
                    isCarried = true
                }
            }
        }
        let feet = SIMD3(pose.x, pose.y - ReferenceWorld.eyeHeight, pose.z)
        meetUpright(
            i, feet, radius: Self.bodyRadius, tall: 1.6, speed: SIMD3(stride.x, 0, stride.y) / Self.tick,
            cause: "contact")
        if isCarried {
            // As everywhere in the reference world: 3.5 % a frame.
            things[i].velocity.x *= 0.99113
            things[i].velocity.z *= 0.99113
            if !things[i].wasSupported {
                if things[i].fallsFrom - things[i].lowest.y >= 0.2 { report("land", things[i].id, cause: "gravity") }
                things[i].fallsFrom = 0
                // A ball that bounces is not carried yet, so that it does not fall anew after every bounce.
                things[i].wasSupported = abs(things[i].velocity.y) < 0.6
            }
        } else if things[i].wasSupported, things[i].velocity.y < -0.6 {
            things[i].wasSupported = false
            things[i].fallsFrom = things[i].lowest.y
            report("fall", things[i].id, cause: things[i].movedBy)
        }
    }

    /// Pushes a ball out of a box and reflects it; whether the box carries it.
    private mutating func meet(_ i: Int, _ low: SIMD3<Float>, _ high: SIMD3<Float>, owner: Int) -> Bool {
        let (position, radius) = (things[i].position, things[i].half.x)
        if position.x + radius < low.x || position.x - radius > high.x || position.y + radius < low.y
            || position.y - radius > high.y || position.z + radius < low.z || position.z - radius > high.z
        {
            return false
        }
        let nearest = SIMD3(
            max(low.x, min(high.x, position.x)), max(low.y, min(high.y, position.y)),
            max(low.z, min(high.z, position.z)))
        let away = position - nearest
        let square = away.x * away.x + away.y * away.y + away.z * away.z
        guard square < radius * radius else { return false }
        var normal: SIMD3<Float>
        if square > 1e-10 {
            let distance = square.squareRoot()
            normal = away / distance
            things[i].position = nearest + normal * radius
        } else {
            // Its middle is inside: out by the nearest side.
            normal = SIMD3(0, 1, 0)
            var least = high.y - position.y
            for axis in [0, 2] {
                for side: Float in [-1, 1] {
                    let depth = side > 0 ? high[axis] - position[axis] : position[axis] - low[axis]
                    if depth < least {
                        least = depth
                        normal = SIMD3(0, 0, 0)
                        normal[axis] = side
                    }
                }
            }
            things[i].position += normal * (least + radius)
        }
        let cause = owner >= 0 ? String(things[owner].id) : normal.y > 0.7 ? "gravity" : "contact"
        reflect(i, normal, other: owner, cause: cause)
        return normal.y > 0.7
    }

    /// Turns back what of a ball's speed goes into a surface, and hands on its share to a body.
    private mutating func reflect(_ i: Int, _ normal: SIMD3<Float>, other: Int, cause: String) {
        let base = other >= 0 ? things[other].velocity : SIMD3<Float>(0, 0, 0)
        let relative = things[i].velocity - base
        let into = relative.x * normal.x + relative.y * normal.y + relative.z * normal.z
        guard into < 0 else { return }
        let restitution = into > -Self.restSpeed ? 0 : things[i].bounce
        let a = 1 / things[i].mass
        // A box is not pressed into the ground: upright blows meet the whole earth.
        let b = other >= 0 && abs(normal.y) < 0.7 ? inverseMass(other) : 0
        let impulse = -(1 + restitution) * into / (a + b)
        things[i].velocity += normal * (impulse * a)
        if b > 0 {
            things[other].velocity -= SIMD3(normal.x, 0, normal.z) * (impulse * b)
            if into < -0.2 { reportContact("push", other, cause: String(things[i].id)) }
        }
        if other >= 0, things[other].kind == .domino, into < -0.4, abs(normal.y) < 0.7 {
            topple(other, SIMD2(-normal.x, -normal.z), cause: String(things[i].id))
        }
        guard into < -0.9 else { return }
        if frame - things[i].bounced > 2 { report("bounce", things[i].id, cause: cause) }
        things[i].bounced = frame
    }

    /// The slope of a ramp carries a ball; whether it does.
    private mutating func meetRamp(_ i: Int, _ ramp: Thing) -> Bool {
        let slope = Self.slopeAxis(ramp)
        let across = slope.axis == 0 ? 2 : 0
        let (position, radius) = (things[i].position, things[i].half.x)
        guard abs(position[across] - ramp.position[across]) < ramp.half[across],
            abs(position[slope.axis] - ramp.position[slope.axis]) < ramp.half[slope.axis] + radius
        else {
            return meetSide(i, ramp)
        }
        let (run, rise) = (ramp.half[slope.axis] * 2, ramp.half.y * 2)
        let length = (run * run + rise * rise).squareRoot()
        var normal = SIMD3<Float>(0, run / length, 0)
        normal[slope.axis] = (slope.risesUp ? -1 : 1) * rise / length
        // Distance to the plane through the middle of the ramp's bounds.
        let rel = position - ramp.position
        let distance = rel.y * normal.y + rel[slope.axis] * normal[slope.axis]
        // The point of touch has to lie on the slope.
        let touch = rel[slope.axis] - normal[slope.axis] * radius
        guard distance < radius, distance > -ramp.half.y, abs(touch) <= ramp.half[slope.axis] else {
            return touch * (slope.risesUp ? 1 : -1) > 0 ? meetSide(i, ramp) : false
        }
        things[i].position += normal * (radius - distance)
        let into =
            things[i].velocity.y * normal.y + things[i].velocity[slope.axis] * normal[slope.axis]
        if into < 0 { things[i].velocity -= normal * (into * (into < -0.9 ? 1.3 : 1)) }
        return true
    }

    /// The sides and the high end of a ramp stop a ball like a box.
    private mutating func meetSide(_ i: Int, _ ramp: Thing) -> Bool {
        guard things[i].position.y < ramp.highest.y else { return false }
        let slope = Self.slopeAxis(ramp)
        var (low, high) = (ramp.lowest, ramp.highest)
        // As high as the slope is next to the ball.
        let along = max(low[slope.axis], min(high[slope.axis], things[i].position[slope.axis]))
        let share = (along - low[slope.axis]) / (high[slope.axis] - low[slope.axis])
        high.y = low.y + (high.y - low.y) * (slope.risesUp ? share : 1 - share)
        return meet(i, low, high, owner: -1)
    }

    /// The player and creatures push balls away.
    private mutating func meetUpright(
        _ i: Int, _ foot: SIMD3<Float>, radius: Float, tall: Float, speed: SIMD3<Float>, cause: String
    ) {
        let ball = things[i]
        let away = ball.position - foot
        let distance = (away.x * away.x + away.z * away.z).squareRoot()
        let reach = ball.half.x + radius
        guard distance < reach, distance > 1e-4, ball.lowest.y < foot.y + tall, ball.highest.y > foot.y + 0.02 else {
            return
        }
        let normal = SIMD3(away.x / distance, 0, away.z / distance)
        things[i].position += normal * (reach - distance)
        let walker = speed.x * normal.x + speed.z * normal.z
        let along = ball.velocity.x * normal.x + ball.velocity.z * normal.z
        let wish = max(0, walker) * min(1, 4 / ball.mass)
        if along < wish {
            let back = along < -Self.restSpeed ? -along * ball.bounce : 0
            things[i].velocity += normal * (max(wish, back) - along)
        }
        if walker > 0.2 || along < -0.2 { reportContact("push", i, cause: cause) }
    }

    /// Two balls: the impulse along the line between them, with restitution 0.9.
    private mutating func meetBall(_ i: Int, _ j: Int) {
        let away = things[j].position - things[i].position
        let square = away.x * away.x + away.y * away.y + away.z * away.z
        let reach = things[i].half.x + things[j].half.x
        guard square < reach * reach, square > 1e-8 else { return }
        let distance = square.squareRoot()
        let normal = away / distance
        let (a, b) = (1 / things[i].mass, inverseMass(j))
        things[i].position -= normal * ((reach - distance) * a / (a + b))
        things[j].position += normal * ((reach - distance) * b / (a + b))
        let v = things[i].velocity - things[j].velocity
        let closing = v.x * normal.x + v.y * normal.y + v.z * normal.z
        guard closing > 0 else { return }
        let impulse = 1.9 * closing / (a + b)
        things[i].velocity -= normal * (impulse * a)
        things[j].velocity += normal * (impulse * b)
        guard closing > 0.2 else { return }
        // The quicker one strikes, the other is pushed.
        let (one, two) = (things[i].velocity, things[j].velocity)
        let first = (one + normal * (impulse * a), two - normal * (impulse * b))
        let (fast, slow) = Self.square(first.0) >= Self.square(first.1) ? (i, j) : (j, i)
        if inverseMass(slow) > 0 { reportContact("push", slow, cause: String(things[fast].id)) }
    }

    static func square(_ v: SIMD3<Float>) -> Float { v.x * v.x + v.y * v.y + v.z * v.z }
}
