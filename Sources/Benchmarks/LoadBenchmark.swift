import Playing
import Tensors
import Worlds

/// Play beside other busy processes: what is left of its speed. With n processes on c cores a fair share is
/// c / (c + n) of it.
package struct LoadBenchmark {
    let settings: PlaySettings
    /// Nil: the CPU.
    let device: CUDADevice?
    let frames: Int

    package init(settings: PlaySettings, device: CUDADevice?, frames: Int) {
        self.settings = settings
        self.device = device
        self.frames = frames
    }

    package func run() throws -> [String: Double] {
        let player = try Player(settings, registry: .standard(on: device))
        let speed = PlaySpeed(settings: settings, device: device, frames: frames)
        _ = try speed.freely(player)
        var rates: [Double] = []
        for count in 0...2 {
            let neighbours = try (0..<count).map { _ in try BusyNeighbour() }
            defer { for neighbour in neighbours { neighbour.stop() } }
            rates.append(try speed.freely(player).framesPerSecond)
        }
        return [
            "play.fps_alone": rates[0], "play.fps_under_load": rates[1], "play.fps_under_load_2": rates[2],
            "play.kept_under_load": rates[1] / rates[0], "play.kept_under_load_2": rates[2] / rates[0],
        ]
    }
}
