import Playing
import Sandbox
import Worlds

/// A world that shows the sum of what was done to it, in latent frames of two pictures.
struct CountingWorld: DenoisingWorld {
    let name = "counting"
    let actionSpace = ActionSpace.standard
    var denoisingSteps = 4
    let contextFrames = 8
    let framesPerStep = 2
    private var sum = 0
    private var steps = 0

    mutating func reset(_ start: Start) -> Observation {
        (sum, steps) = (Int(start.seed % 97), 0)
        return observation
    }

    mutating func step(_ actions: [Action]) -> [Observation] {
        actions.map { action in
            steps += 1
            sum = (sum * 31 + (Int(action[.turn] * 8) + 16) * denoisingSteps + 1) % 65_521
            return observation
        }
    }

    private var observation: Observation {
        Observation(frame: Frame(width: 1, height: 1, pixels: [UInt8(sum & 255), UInt8(sum >> 8), UInt8(steps & 255)]))
    }

    static let registry = WorldRegistry([WorldKind(names: ["counting"], make: { _ in CountingWorld() })])
}
