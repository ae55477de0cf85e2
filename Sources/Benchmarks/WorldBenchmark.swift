import ReferenceWorld
import Worlds

/// Frames a second of the reference world at 64 x 64, with truth, on one core.
package struct WorldBenchmark {
    package init() {}

    package func run() throws -> [String: Double] {
        var world = ReferenceWorld()
        _ = try world.reset(Start(scene: "meadow", seed: 3, width: 64, height: 64))
        var action = Action.none()
        action[.turn] = 0.5
        let seconds = try Stopwatch.median(5) { for _ in 0..<200 { _ = try world.step(action) } }
        return ["world.fps_64": 200 / seconds]
    }
}
