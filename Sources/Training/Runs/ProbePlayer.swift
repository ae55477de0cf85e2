import Tensors
import Worlds

/// Plays so that a probe sees every kind of motion, at every speed: one key or two held for a while, then others.
struct ProbePlayer {
    private var random: PhiloxGenerator
    private var held = Action.none()
    private var left = 0

    init(seed: UInt64) { random = PhiloxGenerator(seed: seed, stream: 0x9B0BE) }

    mutating func action(pitch: Float) -> Action {
        if left <= 0 { choose(pitch) }
        left -= 1
        return held
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    /// Full speed, half of it, or anything between a fifth and full.
    private mutating func speed() -> Float {
        switch below(3) {
        case 0: 1
        case 1: 0.5
        default: 0.2 + 0.8 * random.uniform()
        }
    }

    private mutating func choose(_ pitch: Float) {
        held = .none()
        left = 5 + below(10)
        let side: Float = below(2) == 0 ? 1 : -1
        // Rather back to level than on.
        let look: Float = abs(pitch) > 0.35 && below(4) > 0 ? (pitch > 0 ? -1 : 1) : side
        switch below(9) {
        case 0: break
        case 1: held[.forward] = speed()
        case 2: held[.back] = speed()
        case 3: held[side > 0 ? .right : .left] = speed()
        case 4: held[.turn] = side * speed()
        case 5:
            held[.look] = look * speed()
            left = 4 + below(5)
        case 6:
            held[.forward] = speed()
            held[.turn] = side * speed()
        case 7:
            held[below(2) == 0 ? .left : .right] = speed()
            held[.turn] = side * speed()
        default:
            held[.turn] = side * speed()
            held[.look] = look * speed()
            left = 4 + below(5)
        }
    }
}
