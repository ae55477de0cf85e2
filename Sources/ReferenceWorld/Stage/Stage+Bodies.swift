/// Gravity, friction and blows. Boxes do not turn: they slide, fall and slip off what does not carry their middle.
extension Stage {
    /// Parts of a frame that bodies move in: 1/80 s, so that a ball at 20 m/s moves less than its own width.
    static let substeps = 4
    static let subtick = tick / Float(substeps)
    /// Of a sliding box.
    static let friction: Float = 0.55
    private static let slack: Float = 0.012

    mutating func moveBodies() {
        for i in things.indices where isFree(i) && !things[i].wasSupported {
            things[i].fallsFrom = max(things[i].fallsFrom, things[i].lowest.y)
        }
        for _ in 0..<Self.substeps {
            for i in things.indices where isFree(i) {
                if things[i].kind == .ball { moveBall(i) } else { moveBox(i) }
            }
        }
    }

    /// 1 / mass; 0 for what a blow does not move.
    func inverseMass(_ i: Int) -> Float { isFree(i) ? 1 / things[i].mass : 0 }

    /// Whether a body takes part in contacts.
    func isTangible(_ i: Int) -> Bool {
        things[i].kind.isBody && things[i].container == 0 && things[i].id != hand
    }

    private mutating func moveBox(_ i: Int) {
        for axis in [0, 2] {
            let distance = things[i].velocity[axis] * Self.subtick
            if distance != 0 { shift(i, axis, distance) }
        }
        settle(i)
    }

    /// Moves a box along one axis as far as nothing stops it.
    private mutating func shift(_ i: Int, _ axis: Int, _ distance: Float) {
        let thing = things[i]
        var place = thing.position
        place[axis] += distance
        let margin = SIMD3<Float>(repeating: Self.slack)
        let (low, high) = (place - thing.half + margin, place + thing.half - margin)
        let (oldLow, oldHigh) = (thing.lowest + margin, thing.highest - margin)
        for solid in solids where solid.overlaps(low, high) && !solid.overlaps(oldLow, oldHigh) {
            things[i].velocity[axis] = 0
            return
        }
        for j in things.indices where j != i && isTangible(j) {
            let other = SolidBox(low: things[j].lowest, high: things[j].highest, owner: j)
            guard other.overlaps(low, high), !other.overlaps(oldLow, oldHigh) else { continue }
            let closing = things[i].velocity[axis] - things[j].velocity[axis]
            guard closing * distance > 0 else { continue }
            let (a, b) = (1 / thing.mass, inverseMass(j))
            let restitution: Float = things[j].kind == .ball ? 0.5 : 0.15
            let impulse = (1 + restitution) * closing / (a + b)
            things[i].velocity[axis] -= impulse * a
            things[j].velocity[axis] += impulse * b
            if b > 0, abs(closing) > 0.2 { reportContact("push", j, cause: String(thing.id)) }
            return
        }
        let feet = pose.y - ReferenceWorld.eyeHeight
        if high.y > feet, low.y < feet + 1.6 {
            let dx = max(0, max(low.x - pose.x, pose.x - high.x))
            let dz = max(0, max(low.z - pose.z, pose.z - high.z))
            let way = axis == 0 ? pose.x - thing.position.x : pose.z - thing.position.z
            if dx * dx + dz * dz < 0.04, way * distance > 0 {
                things[i].velocity[axis] = 0
                return
            }
        }
        things[i].position = place
    }

    /// Gravity, support and friction of a box.
    private mutating func settle(_ i: Int) {
        let thing = things[i]
        let bottom = thing.lowest.y
        var top: Float = 0
        var carrier = SIMD3<Float>(0, 0, 0)
        // Bounds of the area that carries it.
        var (low, high) = (SIMD2<Float>(repeating: -.infinity), SIMD2<Float>(repeating: .infinity))
        func meet(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ velocity: SIMD3<Float>) {
            guard b.y <= bottom + 0.03, b.y >= top - 1e-4 else { return }
            let (x0, x1) = (max(a.x, thing.lowest.x), min(b.x, thing.highest.x))
            let (z0, z1) = (max(a.z, thing.lowest.z), min(b.z, thing.highest.z))
            guard x1 - x0 > Self.slack, z1 - z0 > Self.slack else { return }
            if b.y > top + 1e-3 || low.x == -.infinity {
                (top, carrier) = (b.y, velocity)
                (low, high) = (SIMD2(x0, z0), SIMD2(x1, z1))
            } else {
                low = SIMD2(min(low.x, x0), min(low.y, z0))
                high = SIMD2(max(high.x, x1), max(high.y, z1))
            }
        }
        for solid in solids {
            meet(solid.low, solid.high, solid.owner < 0 ? SIMD3(0, 0, 0) : things[solid.owner].velocity)
        }
        for j in things.indices where j != i && isTangible(j) {
            meet(things[j].lowest, things[j].highest, things[j].velocity)
        }
        var velocity = thing.velocity
        velocity.y -= ReferenceWorld.gravity * Self.subtick
        let next = bottom + velocity.y * Self.subtick
        guard next <= top else {
            things[i].position.y = next + thing.half.y
            things[i].velocity = velocity
            if things[i].wasSupported, bottom - top > 0.04 {
                things[i].wasSupported = false
                things[i].fallsFrom = bottom
                report("fall", thing.id, cause: thing.movedBy)
            }
            return
        }
        if !thing.wasSupported || velocity.y < -2 {
            if thing.fallsFrom - top >= 0.2 { report("land", thing.id, cause: "gravity") }
            things[i].wasSupported = true
            things[i].fallsFrom = 0
        }
        velocity.y = 0
        things[i].position.y = top + thing.half.y
        let slip = Self.slip(SIMD2(thing.position.x, thing.position.z), low, high, onGround: top == 0)
        if slip != SIMD2(0, 0) {
            // Its middle is not carried: it slips off.
            velocity.x += slip.x * 4 * Self.subtick
            velocity.z += slip.y * 4 * Self.subtick
        } else {
            let drift = SIMD2(velocity.x - carrier.x, velocity.z - carrier.z)
            let speed = (drift.x * drift.x + drift.y * drift.y).squareRoot()
            let loss = Self.friction * ReferenceWorld.gravity * Self.subtick
            let kept = speed > loss ? (speed - loss) / speed : 0
            velocity.x = carrier.x + drift.x * kept
            velocity.z = carrier.z + drift.y * kept
        }
        things[i].velocity = velocity
    }

    /// The way in which a box slips that is carried between `low` and `high`; 0 where they hold its middle.
    private static func slip(
        _ middle: SIMD2<Float>, _ low: SIMD2<Float>, _ high: SIMD2<Float>, onGround: Bool
    ) -> SIMD2<Float> {
        if onGround { return SIMD2(0, 0) }
        var way = SIMD2<Float>(0, 0)
        for axis in 0..<2 {
            if middle[axis] > high[axis] { way[axis] = 1 } else if middle[axis] < low[axis] { way[axis] = -1 }
        }
        return way
    }
}
