import Foundation
import Tensors
import WorldModel
import Worlds

/// Prompts whose beginning alone is given: they go on as play does, with cached keys and values and memory.
extension ClipGenerator {
    /// Whether a prompt gives its first pictures exactly, and no others.
    static func isOpen(_ prompt: Prompt) -> Bool {
        let known = prompt.given.count
        return known > 0 && (0..<known).allSatisfy { (prompt.given[$0]?.strength ?? 0) >= 1 }
    }

    /// Latent frames that such a prompt takes.
    func streamedFrames(_ prompt: Prompt) -> Int { (prompt.count - prompt.given.count + factor - 1) / factor }

    func stream(
        _ prompt: Prompt, words: [Int], goesOn: () -> Bool, clipDone: ([Frame?]) throws -> Void
    ) throws -> [Frame?] {
        var made = (0..<prompt.count).map { prompt.given[$0]?.frame }
        var world = LearnedWorld(checkpoint: checkpoint, precision: context.precision)
        world.denoisingSteps = steps
        world.words = words
        let known = prompt.given.count
        let history = (0..<known).map { (frame: made[$0]!, action: prompt.actions[$0]) }
        _ = try world.reset(Start(seed: seed, width: size.width, height: size.height, history: history))
        let none = Action.none(checkpoint.actionSpace.channels.count)
        for first in stride(from: known, to: prompt.count, by: factor) {
            let actions = (first..<first + factor).map { $0 < prompt.count ? prompt.actions[$0] : none }
            for (i, observation) in try world.step(actions).enumerated() where first + i < prompt.count {
                made[first + i] = observation.frame
            }
            try clipDone(made)
            if !goesOn() { break }
        }
        return made
    }
}
