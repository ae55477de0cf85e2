import Foundation
import Playing

/// The lines of the head-up display.
struct HeadsUp {
    var presented = FrameStatistics()
    var latency = FrameStatistics(window: 60)
    /// Frames recorded so far.
    var recording: Int?
    /// Frames that the recording left out.
    var skipped = 0

    /// The world's name without folders.
    func name(_ settings: PlaySettings) -> String {
        let world = settings.world
        if world.hasPrefix(RecordedWorld.prefix) {
            return "recording \(world.split(separator: ":").last ?? "")"
        }
        return String(world.split(separator: "/").last ?? "")
    }

    func lines(_ status: PlayStatus, number: Int, cap: Double?) -> [String] {
        let mean = presented.mean
        let rate = String(
            format: "%.1f fps   frame p50 %.0f  p99 %.0f ms   model %.1f ms", mean > 0 ? 1000 / mean : 0,
            presented.percentile(0.5), presented.percentile(0.99), status.compute.percentile(0.5))
        let answer = latency.isEmpty ? "-" : String(format: "%.0f ms", latency.percentile(0.5))
        var world = name(status.settings)
        if !status.settings.scene.isEmpty { world += "  \(status.settings.scene)" }
        world += "  seed \(status.settings.seed)"
        var model = "key to picture \(answer)"
        if let steps = status.steps {
            model += "   \(steps) denoising steps in \((status.settings.precision ?? .bf16).rawValue)"
        }
        if let context = status.context { model += "   context \(context * status.framesPerStep) frames" }
        var place = "frame \(number)"
        if status.branches.count > 1 { place += "   branch \(status.current) of \(status.branches.count)" }
        if status.paused { place += "   paused" }
        if status.policy { place += "   policy plays" }
        if cap == nil { place += "   uncapped" }
        if status.busy { place += "   one moment ..." }
        if let recording { place += "   recording \(recording / 20) s" }
        return [rate, model, world, place]
    }
}
