/// Things that act by themselves or on each other.
extension Stage {
    /// Moves what the script moves.
    mutating func moveScripted() {
        for i in things.indices {
            guard let motion = things[i].motion else { continue }
            var place = motion.position(at: frame)
            if things[i].kind == .cup { place.y += Self.lift(things[i]) }
            let step = place - things[i].position
            things[i].position = place
            things[i].velocity = step / Self.tick
            if things[i].kind.isCreature {
                let moved = step.x * step.x + step.z * step.z > 1e-8
                if moved {
                    things[i].heading = Trigonometry.heading(step.x, step.z)
                    things[i].goal = things[i].heading
                    things[i].progress += things[i].kind == .dog ? 0.55 : 0.4
                    if things[i].progress > 2 * .pi { things[i].progress -= 2 * .pi }
                }
                things[i].isWalking = moved
            }
        }
    }

    /// Releases, effects of buttons, levers and fuses, swaps, and what passes.
    mutating func runTimers() {
        for i in things.indices where things[i].isHeld && things[i].release == frame { letGo(i, cause: "timer") }
        for trigger in things where trigger.due.map({ $0 <= frame }) ?? false {
            guard let i = index(trigger.id) else { continue }
            (things[i].due, things[i].hasFired) = (nil, true)
            if trigger.kind == .fuse { things[i].state = 2 }
            fire(trigger)
        }
        for swap in swaps where swap.frame == frame { startSwap(swap.first, swap.second) }
        for pass in passes where pass.frame == frame { report("pass", pass.id, cause: "timer") }
    }

    /// What a button, lever or fuse does to its target.
    private mutating func fire(_ trigger: Thing) {
        guard let i = index(trigger.target) else { return }
        let target = things[i]
        if target.needsAll {
            let others = things.filter { $0.kind.isTrigger && $0.target == target.id }
            guard others.allSatisfy(\.hasFired) else { return }
        }
        let cause = String(trigger.id)
        if target.isHeld { return letGo(i, cause: cause) }
        switch target.kind {
        case .lamp, .candle: toggle(i, cause: cause, to: trigger.kind == .lever ? trigger.state : nil)
        case .door, .gate, .drawer: toggle(i, cause: cause)
        case .box where target.hasLid: toggle(i, cause: cause)
        case .barrel, .block:
            report("burst", target.id, cause: cause)
            remove(target.id)
        case .ball, .cube, .box, .crate:
            things[i].motion = nil
            let (dx, dz) = (target.position.x - pose.x, target.position.z - pose.z)
            let length = max(1e-3, (dx * dx + dz * dz).squareRoot())
            things[i].velocity += SIMD3(dx / length * 1.5, 3, dz / length * 1.5) / target.mass
            (things[i].wasSupported, things[i].fallsFrom) = (false, target.lowest.y)
            things[i].movedBy = cause
            report("launch", target.id, cause: cause)
        case .domino: topple(i, SIMD2(1, 0), cause: cause)
        default: break
        }
    }

    /// One frame of a thing's own life.
    mutating func animate(_ i: Int) {
        switch things[i].kind {
        case .door, .gate, .drawer, .cup, .box: approachState(i)
        case .button: things[i].progress = max(0, things[i].progress - 0.1)
        case .fuse:
            if let due = things[i].due { things[i].progress = 1 - Float(due - frame) / Float(max(1, things[i].delay)) }
            if things[i].state == 2 { things[i].progress = 1 }
        case .candle: burn(i)
        case .domino: tip(i)
        case .dog, .person: live(i)
        default: break
        }
    }

    private mutating func approachState(_ i: Int) {
        if things[i].kind == .box && !things[i].hasLid { return }
        let before = things[i].progress
        things[i].progress += max(-0.1, min(0.1, things[i].state - before))
        let change = things[i].progress - before
        if things[i].kind == .gate { things[i].position.y -= change * (things[i].half.y * 2 - 0.04) }
        if things[i].kind == .cup { things[i].position.y += change * 0.55 }
    }

    private mutating func burn(_ i: Int) {
        guard things[i].isLit, things[i].state > 0 else { return }
        let before = things[i].state
        things[i].state = max(0, before - 1 / things[i].burn)
        let loss = things[i].half.y * (1 - max(0.06, things[i].state) / max(0.06, before))
        things[i].half.y -= loss
        things[i].position.y -= loss
        if things[i].state < 1e-4 {
            (things[i].state, things[i].isLit) = (0, false)
            report("burn_out", things[i].id, cause: "timer")
        }
    }

    /// Two cups, counted from the left, change places in an arc.
    private mutating func startSwap(_ first: Int, _ second: Int) {
        let cups = things.indices.filter { things[$0].kind == .cup && things[$0].isInRow }
            .sorted { (things[$0].position.x, $0) < (things[$1].position.x, $1) }
        guard first != second, cups.indices.contains(first - 1), cups.indices.contains(second - 1) else { return }
        let (a, b) = (cups[first - 1], cups[second - 1])
        for (from, to, side) in [(a, b, Float(-1)), (b, a, Float(1))] {
            var (start, end) = (things[from].position, things[to].position)
            start.y -= Self.lift(things[from])
            end.y -= Self.lift(things[to])
            // Half an ellipse in steps of one frame.
            let keys = (0...swapFrames).map { k -> (frame: Int, position: SIMD3<Float>) in
                let (s, c) = Trigonometry.sineCosine(.pi * Float(k) / Float(swapFrames))
                let middle = (start + end) * 0.5
                return (frame + k, middle + (start - middle) * c + SIMD3(0, 0, side * 0.32 * s))
            }
            things[from].motion = ScriptedMotion(start: start, course: .path(keys, loops: false))
            report("swap", things[from].id, cause: "timer")
        }
    }

    /// A domino begins to fall.
    mutating func topple(_ i: Int, _ way: SIMD2<Float>, cause: String) {
        guard things[i].state == 0 else { return }
        var fall = SIMD2<Float>(0, 0)
        if things[i].isInRow {
            fall.x = way.x < -0.2 ? -1 : 1
        } else if abs(way.x) > abs(way.y) {
            fall.x = way.x < 0 ? -1 : 1
        } else {
            fall.y = way.y < 0 ? -1 : 1
        }
        things[i].fallWay = fall
        things[i].state = 1
        things[i].progress = 0.02
        (things[i].foot, things[i].upright) = (things[i].footing, things[i].half)
        report("topple", things[i].id, cause: cause)
    }

    /// A domino falls on and strikes what it reaches.
    private mutating func tip(_ i: Int) {
        let domino = things[i]
        guard domino.state > 0, domino.progress > 0, domino.progress < domino.fallLimit else { return }
        let progress = min(domino.fallLimit, domino.progress + 0.03 + domino.progress * 0.35)
        things[i].progress = progress
        let axis = domino.fallWay.x != 0 ? 0 : 2
        let sign = domino.fallWay.x + domino.fallWay.y
        let (s, c) = Trigonometry.sineCosine(progress * .pi / 2)
        let (thick, tall) = (domino.upright[axis], domino.upright.y)
        things[i].half = domino.upright
        things[i].half[axis] = tall * s + thick * c
        things[i].half.y = tall * c + thick * s
        // It turns about the lower edge of the side to which it falls.
        things[i].position = domino.foot
        things[i].position[axis] += sign * (thick + tall * s - thick * c)
        things[i].position.y += things[i].half.y
        let box = SolidBox(low: things[i].lowest, high: things[i].highest, owner: i)
        for j in things.indices where j != i && things[j].container == 0 && things[j].id != hand {
            let other = things[j]
            guard (other.position[axis] - domino.foot[axis]) * sign > 0, box.overlaps(other.lowest, other.highest)
            else {
                continue
            }
            if other.kind == .domino {
                if other.state == 0 {
                    topple(j, domino.fallWay, cause: String(domino.id))
                    // Comes to lie against it.
                    things[i].fallLimit = 0.8
                }
            } else if isFree(j) {
                things[j].velocity[axis] = sign * 1.6 / max(0.5, other.mass)
                reportContact("push", j, cause: String(domino.id))
            } else if other.kind.isSolid {
                things[i].fallLimit = progress
            }
        }
    }

    /// Creatures turn to whom they greet; some roam, some pace to and fro.
    private mutating func live(_ i: Int) {
        guard things[i].motion == nil else { return }
        var creature = things[i]
        let isDog = creature.kind == .dog
        creature.timer -= 1
        if creature.wandering == .paces, creature.timer <= 0 { (creature.isWalking, creature.timer) = (true, 40) }
        if creature.wandering == .roams, creature.timer <= 0 {
            creature.isWalking = random.chance(0.75)
            creature.timer = 20 + random.below(45)
            if creature.isWalking {
                creature.goal = Trigonometry.wrapped(creature.heading + random.uniform(-1.6, 1.6))
            }
        }
        let error = Trigonometry.wrapped(creature.goal - creature.heading)
        let turn: Float = creature.wandering == .paces ? 0.18 : 0.14
        creature.heading = Trigonometry.wrapped(creature.heading + max(-turn, min(turn, error)))
        creature.velocity = SIMD3(0, 0, 0)
        if creature.wandering != .none, creature.isWalking, abs(error) < 0.9 {
            let (s, c) = Trigonometry.sineCosine(creature.heading)
            let speed: Float = isDog ? 1.1 : 1
            let place = creature.position + SIMD3(s, 0, c) * (speed * Self.tick)
            if hasRoom(creature, place + SIMD3(s, 0, c) * 0.25) {
                creature.velocity = SIMD3(s, 0, c) * speed
                creature.position = place
                creature.progress += isDog ? 0.55 : 0.4
                if creature.progress > 2 * .pi { creature.progress -= 2 * .pi }
            } else {
                let side: Float = random.chance(0.5) ? 1 : -1
                let bend: Float = creature.wandering == .roams ? 1.9 : random.chance(0.6) ? .pi : .pi / 2
                creature.goal = Trigonometry.wrapped(creature.heading + side * bend)
                creature.timer = 40
            }
        }
        things[i] = creature
    }

    private func hasRoom(_ creature: Thing, _ place: SIMD3<Float>) -> Bool {
        for solid in solids where solid.high.y > 0.1 && solid.low.y < creature.half.y * 2 {
            if solid.distance(place.x, place.z) < creature.half.x { return false }
        }
        let (dx, dz) = (place.x - pose.x, place.z - pose.z)
        if dx * dx + dz * dz < 0.5 { return false }
        return !things.contains { other in
            guard other.id != creature.id, other.kind.isCreature || other.kind.isBody, other.container == 0 else {
                return false
            }
            let (dx, dz) = (place.x - other.position.x, place.z - other.position.z)
            let room = other.half.x + creature.half.x
            return dx * dx + dz * dz < room * room
        }
    }
}
