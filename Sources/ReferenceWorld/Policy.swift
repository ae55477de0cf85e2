import Foundation
import Tensors
import Worlds

/// Plays the reference world for data: keys are held, turns are smooth.
public struct Policy: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case wander, lookAround, approachAndUse, circle, outAndBack
    }

    let kind: Kind
    private var random: PhiloxGenerator
    private var held = Action.none()
    private var left = 0
    private var phase = 0

    public init(kind: Kind, seed: UInt64) {
        self.kind = kind
        random = PhiloxGenerator(seed: seed, stream: 0x901)
    }

    public mutating func action(for world: ReferenceWorld) -> Action {
        if left <= 0 { choose() }
        left -= 1
        var action = held
        let (x, z) = (world.pose.x + 0.9 * sin(world.pose.yaw), world.pose.z + 0.9 * cos(world.pose.yaw))
        if action[.forward] > 0, world.blocked(x, z) {
            action[.forward] = 0
            if action[.turn] == 0 { action[.turn] = random.uniform() < 0.5 ? 1 : -1 }
            held = action
            left = max(left, 10)
        }
        if world.pose.pitch > 0.35 { action[.look] = -0.5 }
        if world.pose.pitch < -0.4 { action[.look] = 0.5 }
        if kind == .approachAndUse, left == 0, random.uniform() < 0.7 { action[.use] = 1 }
        return action
    }

    private mutating func choose() {
        held = Action.none()
        phase += 1
        left = 6 + Int(random.next() % 20)
        let turn: Float = (random.uniform() < 0.5 ? -1 : 1) * (random.uniform() < 0.5 ? 1 : 0.5)
        switch kind {
        case .wander, .approachAndUse:
            let choice = random.uniform()
            if choice < 0.5 { held[.forward] = 1 }
            if choice > 0.35 && choice < 0.85 { held[.turn] = turn }
            if choice > 0.85 && choice < 0.9 { held[.left] = 1 }
            if choice > 0.9 && choice < 0.95 { held[.right] = 1 }
            if random.uniform() < 0.1 { held[.look] = random.uniform() < 0.5 ? 0.5 : -0.5 }
            if random.uniform() < 0.04 { held[.jump] = 1 }
        case .lookAround:
            left = 12
            held[.turn] = [1, 0, -1, 0][phase % 4] * (turn > 0 ? 1 : 0.5)
        case .circle:
            left = 30
            held[turn > 0 ? .left : .right] = 1
            held[.turn] = turn > 0 ? 0.5 : -0.5
        case .outAndBack:
            left = [20, 8, 20, 8][phase % 4]
            held[.forward] = phase % 4 == 0 ? 1 : 0
            held[.back] = phase % 4 == 2 ? 1 : 0
        }
    }
}
