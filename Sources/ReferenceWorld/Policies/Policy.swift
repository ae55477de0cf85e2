import Worlds

/// Plays the reference world for data the way a person would: keys are held, turns are smooth.
public struct Policy: Sendable {
    /// The habits of a player.
    public enum Kind: String, CaseIterable, Sendable {
        /// Walks about, turning and pausing.
        case wander
        /// Looks away and comes back to the same view.
        case lookAround
        /// Goes to one thing after another and uses it.
        case approachAndUse
        /// Walks round a thing while looking at it.
        case circle
        /// Walks out, turns round and comes back.
        case outAndBack
        /// Holds keys whatever stands in the way.
        case heedless
    }

    let kind: Kind
    var random: RandomSource
    /// What is held for the next `left` frames.
    var held = Action.none()
    var left = 0
    var phase = 0
    /// Id of the thing of interest; 0 is none.
    var target: UInt16 = 0
    var patience = 0
    /// The way a wall is avoided, -1 or 1; 0 while nothing is in the way.
    var avoiding: Float = 0
    /// What the current excursion takes back: the turn, and its frames.
    var turnBack: Float = 0
    var framesBack = 0

    public init(kind: Kind, seed: UInt64) {
        self.kind = kind
        random = RandomSource(seed: seed, stream: 0x901)
    }

    /// What to do in the next frame of `world`.
    public mutating func action(for world: ReferenceWorld) -> Action {
        var action: Action
        switch kind {
        case .wander: action = segment(world)
        case .lookAround: action = lookAround(world)
        case .approachAndUse: action = approach(world)
        case .circle: action = circle(world)
        case .outAndBack: action = outAndBack(world)
        // Sliding along walls and looking at them from near: what other habits avoid.
        case .heedless: return segment(world)
        }
        avoidWalls(&action, world)
        return action
    }

    /// Goes on with what is held, or chooses something new to hold.
    mutating func segment(_ world: ReferenceWorld) -> Action {
        if left <= 0 { choose(world) }
        left -= 1
        return held
    }

    /// How long a key is held, frames.
    mutating func hold(_ low: Int, _ high: Int) { left = low + random.below(high - low + 1) }

    mutating func anyTurn() -> Float { (random.chance(0.5) ? 1 : -1) * (random.chance(0.5) ? 1 : 0.5) }

    private mutating func choose(_ world: ReferenceWorld) {
        // `use` and `jump` are short presses; everything else is held.
        held = Action.none()
        let tilt = world.pose.pitch + 0.1
        if abs(tilt) > 0.1, random.chance(0.5) {
            // Back to level.
            held[.look] = tilt > 0 ? -1 : 1
            if random.chance(0.5) { held[.forward] = 1 }
            left = max(1, Int(abs(tilt) / 0.07))
            return
        }
        let choice = random.uniform()
        switch choice {
        case ..<0.30:
            held[.forward] = 1
            hold(12, 35)
        case ..<0.52:
            held[.forward] = 1
            held[.turn] = anyTurn()
            hold(8, 22)
        case ..<0.74:
            held[.turn] = anyTurn()
            if kind != .heedless, clearance(world, 0) < 1.6,
                (clearance(world, 0.9) > clearance(world, -0.9)) != (held[.turn] > 0)
            {
                held[.turn] *= -1
            }
            hold(8, 26)
        case ..<0.80:
            held[random.chance(0.5) ? .left : .right] = 1
            if random.chance(0.4) { held[.turn] = random.chance(0.5) ? 0.5 : -0.5 }
            hold(8, 18)
        case ..<0.83:
            held[.back] = 1
            hold(6, 14)
        case ..<0.88:
            held[.look] = random.chance(0.4) ? 1 : -1
            if random.chance(0.4) { held[.forward] = 1 }
            hold(2, 4)
        case ..<0.91:
            held[.use] = 1
            hold(2, 3)
        case ..<0.93:
            held[.jump] = 1
            held[.forward] = random.chance(0.6) ? 1 : 0
            hold(3, 5)
        default: hold(5, 16)
        }
    }

    /// Stops before walls and turns, the freer way, till the way ahead is clear.
    private mutating func avoidWalls(_ action: inout Action, _ world: ReferenceWorld) {
        guard action[.forward] > 0.5 else {
            avoiding = 0
            return
        }
        let room = clearance(world, 0)
        // Close to what it walks to, a thing in the way is what it came for.
        let near: Float = kind == .approachAndUse && phase > 0 ? 0.65 : 1.4
        if avoiding != 0, room > 2 { avoiding = 0 }
        if avoiding == 0, room < near {
            let (toLeft, toRight) = (clearance(world, -0.8), clearance(world, 0.8))
            avoiding = toLeft == toRight ? (random.chance(0.5) ? 1 : -1) : (toLeft > toRight ? -1 : 1)
        }
        guard avoiding != 0 else { return }
        action[.turn] = avoiding
        if target != 0 { patience -= 6 }
        if room < 0.7 { action[.forward] = 0 }
    }

    /// How far one can walk that way, up to 2.4 m.
    func clearance(_ world: ReferenceWorld, _ turn: Float) -> Float {
        let (s, c) = Trigonometry.sineCosine(world.pose.yaw + turn)
        var distance: Float = 0.3
        while distance < 2.4 {
            if world.stage.isBlocked(world.pose.x + s * distance, world.pose.z + c * distance, radius: 0.28) {
                return distance
            }
            distance += 0.3
        }
        return distance
    }
}
