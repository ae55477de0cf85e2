import Worlds

/// The dog wanders, the person walks to and fro.
extension ReferenceWorld {
    mutating func walk(_ i: Int) {
        var creature = scene.things[i]
        let isDog = creature.kind == .dog
        creature.timer -= 1
        if creature.timer <= 0 {
            if isDog {
                creature.walking = random.chance(0.75)
                creature.timer = creature.walking ? 25 + random.below(50) : 15 + random.below(30)
                if creature.walking {
                    creature.goal = Trigonometry.wrapped(creature.heading + random.uniform(-1.6, 1.6))
                }
            } else {
                (creature.walking, creature.timer) = (true, 40)
            }
        }
        let error = Trigonometry.wrapped(creature.goal - creature.heading)
        let turn: Float = isDog ? 0.14 : 0.18
        creature.heading = Trigonometry.wrapped(creature.heading + max(-turn, min(turn, error)))
        creature.velocity = SIMD3(0, 0, 0)
        if creature.walking, abs(error) < 0.9 {
            let speed: Float = isDog ? 1.1 : 1
            let (s, c) = Trigonometry.sineCosine(creature.heading)
            let step = SIMD3(s, 0, c) * (speed * Self.tick)
            if free(creature, creature.position + step, ahead: SIMD3(s, 0, c) * 0.25) {
                creature.position += step
                creature.velocity = SIMD3(s, 0, c) * speed
                creature.progress += isDog ? 0.55 : 0.4
                if creature.progress > 2 * .pi { creature.progress -= 2 * .pi }
            } else {
                let side: Float = random.chance(0.5) ? 1 : -1
                let bend = isDog ? side * random.uniform(1.2, 2.6) : .pi * side * (random.chance(0.6) ? 1 : 0.5)
                creature.goal = Trigonometry.wrapped(creature.heading + bend)
                creature.timer = 40
            }
        }
        scene.things[i] = creature
    }

    /// Whether a creature has room at `place`, and the player is not in its way.
    private func free(_ creature: Thing, _ place: SIMD3<Float>, ahead: SIMD3<Float>) -> Bool {
        let probe = place + ahead
        if obstacle(probe.x, probe.z, radius: creature.half.x, feet: 0, tall: creature.half.y * 2) != nil {
            return false
        }
        let (dx, dz) = (probe.x - pose.x, probe.z - pose.z)
        if dx * dx + dz * dz < 0.5 { return false }
        for other in scene.things where other.isCreature && other.id != creature.id {
            let (dx, dz) = (probe.x - other.position.x, probe.z - other.position.z)
            if dx * dx + dz * dz < 0.36 { return false }
        }
        return true
    }
}
