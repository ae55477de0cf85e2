import Sandbox
import Worlds

/// A world that shows the sum of what was done to it, in latent frames of two pictures.
struct CountingWorld: DenoisingWorld {
    let name = "counting"
    let actionSpace = ActionSpace.standard
    var denoisingSteps = 4
    let contextFrames = 8
    let groupSize = 2
    private var sum = 0
    private var steps = 0
    private var held = 0

    mutating func reset(_ start: Start) -> Observation {
        (sum, steps) = (Int(start.seed % 97), 0)
        return observation
    }

    /// The first picture of two decides the action of both, as in a learned world.
    mutating func step(_ action: Action) -> Observation {
        if steps % 2 == 0 { held = (Int(action[.turn] * 8) + 16) * denoisingSteps }
        steps += 1
        sum = (sum * 31 + held + 1) % 65_521
        return observation
    }

    private var observation: Observation {
        Observation(frame: Frame(width: 1, height: 1, pixels: [UInt8(sum & 255), UInt8(sum >> 8), UInt8(steps & 255)]))
    }

    static let choice = WorldChoice(names: ["counting"], make: { _ in CountingWorld() })
}
