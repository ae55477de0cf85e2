import Playing
import Tensors
import Worlds

/// What a frame costs, and memory holds, after hours of play.
package struct SoakBenchmark {
    let settings: PlaySettings
    /// Nil: the CPU.
    let device: CUDADevice?
    let showsProgress: Bool

    package init(settings: PlaySettings, device: CUDADevice?, showsProgress: Bool) {
        self.settings = settings
        self.device = device
        self.showsProgress = showsProgress
    }

    package func run(frames: Int) throws -> [String: Double] {
        let player = try Player(settings, registry: .standard(on: device))
        let bar = showsProgress ? ProgressBar(total: frames, label: "Soak") : nil
        let soak = try Soak.run(player, frames: frames) { bar?.update($0) }
        bar?.finish()
        var values = [
            "soak.frame_ms_100": soak.early, "soak.frame_ms_\(frames)": soak.late,
            "soak.cost_ratio": soak.ratio,
        ]
        for (frame, bytes) in soak.resident { values["soak.resident_mb_\(frame)"] = Double(bytes) / 1e6 }
        return values
    }
}
