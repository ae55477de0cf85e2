import Worlds

/// Plays a staged scene for data, the way scripts do: looks, walks, uses its things, turns away and back.
public struct StagedPlayer: Sendable {
    enum Task: Sendable {
        /// Keys and axes held for some frames.
        case hold(Action, frames: Int)
        /// Aims at a thing, walking up to it if need be, and presses; to push it, off its middle (-1 left .. 1 right).
        case use(String, side: Float)
        /// Circles a thing sideways while looking at it.
        case orbit(String, side: Float, frames: Int)
        /// Wanders about like a player of the scene families.
        case wander(frames: Int)
    }

    /// What is to be done, in order.
    var tasks: [Task]
    /// What may be used when everything is done.
    let usable: [String]
    private var policy: Policy
    private var random: RandomSource
    /// Frames that the present task has taken.
    private var spent = 0
    private var pressed = 0

    init(tasks: [Task], usable: [String], habit: Policy.Kind, seed: UInt64) {
        (self.tasks, self.usable) = (tasks, usable)
        policy = Policy(kind: habit, seed: seed)
        random = RandomSource(seed: seed, stream: 0x57A9)
    }

    /// What to do in the next frame of `world`.
    public mutating func action(for world: ReferenceWorld) -> Action {
        if tasks.isEmpty { tasks = more() }
        spent += 1
        switch tasks[0] {
        case .hold(let action, let frames):
            if spent >= frames { next() }
            return action
        case .wander(let frames):
            if spent >= frames { next() }
            return policy.action(for: world)
        case .orbit(let name, let side, let frames):
            guard spent < frames, let id = world.instance(named: name), let point = world.position(of: id) else {
                next()
                return .none()
            }
            return orbit(world, point, side)
        case .use(let name, let side):
            guard spent < 90, let id = world.instance(named: name) else {
                next()
                return .none()
            }
            return use(world, id, side)
        }
    }

    private mutating func next() {
        tasks.removeFirst()
        (spent, pressed) = (0, 0)
    }

    /// Something else to do.
    private mutating func more() -> [Task] {
        let choice = random.below(6)
        if choice < 2, !usable.isEmpty {
            return [
                .use(random.pick(usable), side: random.uniform(-0.7, 0.7)),
                .hold(.none(), frames: 6 + random.below(20)),
            ]
        }
        return choice < 4 ? Self.lookAway(&random) : [.wander(frames: 20 + random.below(50))]
    }

    /// A turn away, a wait, and the turn back.
    static func lookAway(_ random: inout RandomSource) -> [Task] {
        var away = Action.none()
        away[.turn] = (random.chance(0.5) ? 1 : -1) * [0.5, 0.75, 1][random.below(3)]
        let frames = 2 * (4 + random.below(12))
        var back = away
        back[.turn] = -away[.turn]
        return [
            .hold(away, frames: frames), .hold(.none(), frames: 2 + random.below(24)), .hold(back, frames: frames),
            .hold(.none(), frames: 4 + random.below(12)),
        ]
    }

    private func orbit(_ world: ReferenceWorld, _ point: SIMD3<Float>, _ side: Float) -> Action {
        let way = world.bearing(to: point)
        var action = Action.none()
        action[side > 0 ? .right : .left] = 1
        action[.turn] = Self.deflection(Trigonometry.wrapped(way.yaw - world.pose.yaw), 6)
        if way.distance > 3.2 { action[.forward] = 1 } else if way.distance < 2 { action[.back] = 1 }
        return action
    }

    private mutating func use(_ world: ReferenceWorld, _ id: UInt16, _ side: Float) -> Action {
        if pressed > 0 {
            pressed += 1
            var action = Action.none()
            if pressed < 4 { action[.use] = 1 } else { next() }
            return action
        }
        guard let middle = world.position(of: id) else { return .none() }
        let line = SIMD2(middle.x - world.pose.x, middle.z - world.pose.z)
        let push = SIMD2(line.x - line.y * side, line.y + line.x * side)
        guard let point = world.aimPoint(of: id, pushing: push) else { return .none() }
        let way = world.bearing(to: point)
        let turn = Trigonometry.wrapped(way.yaw - world.pose.yaw)
        let rise = way.pitch - world.pose.pitch
        var action = Action.none()
        (action[.turn], action[.look]) = (Self.deflection(turn, 6), Self.deflection(rise, 4))
        if way.distance > 2.6 {
            if abs(turn) < 0.4 { action[.forward] = 1 }
        } else if abs(turn) < 0.03, abs(rise) < 0.03 {
            pressed = 1
            action[.use] = 1
        }
        return action
    }

    /// How far an axis goes that turns `degrees` a frame.
    private static func deflection(_ angle: Float, _ degrees: Float) -> Float {
        max(-1, min(1, angle / (degrees * Trigonometry.degree)))
    }
}
