import Foundation
import Tensors
import TestSupport

@testable import Episodes
@testable import Worlds

/// Small episodes with everything in them.
enum EpisodeFixtures {
    static func episode(_ number: Int, frames: Int = 3, truth: Bool = true) -> Episode {
        var episode = Episode(
            name: "meadow-\(number)-wander", scene: "meadow", seed: UInt64(number), policy: "wander",
            caption: "A \"meadow\" — number \(number)")
        for t in 0..<frames {
            var action = Action.none()
            if t > 0 { action[.turn] = Float(t) / 8 }
            let known = Truth(
                pose: .init(x: Float(t), y: 1.5, z: -1, yaw: 0.25, pitch: -0.5),
                intrinsics: .init(fx: 5, fy: 5, cx: 3, cy: 2),
                depth: (0..<24).map { $0 == 0 ? .infinity : Float($0) / 4 }, instances: (0..<24).map { UInt16($0 + t) },
                objects: [.init(id: 2, kind: "ball", position: [1, 2, 3], velocity: [0, 0, .infinity], state: 1)],
                events: t == 1 ? [.init(frame: 1, kind: "push", object: 2, cause: "contact")] : [])
            episode.append(
                Observation(frame: Fixtures.frame(UInt64(number * 100 + t)), truth: known), after: action, truth: truth)
        }
        return episode
    }

    static func set(_ folder: URL, episodes: Int, perShard: Int = 2) throws {
        let writer = try EpisodeSetWriter(folder, episodesPerShard: perShard)
        for i in 0..<episodes { try writer.append(episode(i)) }
        try writer.flush()
    }
}
