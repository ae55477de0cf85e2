import Foundation
import Playing
import Sandbox
import Tensors
import Worlds

/// How fast pictures come when nothing holds them back, and what a player has of them: `frame_ms` between pictures at 20
/// a second, the time from a key to the drawn picture that answers it, and what meters cost of a frame.
package struct PlaySpeed {
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
        let (framesPerSecond, times) = try freely(player)
        var values = [
            "play.fps": framesPerSecond, "play.model_ms_p50": times.percentile(0.5),
            "play.model_ms_p99": times.percentile(0.99),
        ]
        #if Window
            let seen = try PlayBenchmark.run(player, frames: frames)
            values["play.frame_ms_p50"] = seen.frames.percentile(0.5)
            values["play.frame_ms_p99"] = seen.frames.percentile(0.99)
            values["play.key_to_picture_ms"] = seen.keyToPicture.percentile(0.5)
            values["play.key_to_picture_ms_p95"] = seen.keyToPicture.percentile(0.95)
            let meters = try MetersBenchmark.run(player, frames: frames)
            values["play.meters_off_ms"] = meters.off
            values["play.meters_on_ms"] = meters.on
            values["play.meters_share"] = meters.share
        #endif
        return values
    }

    /// Pictures a second without a window, and the milliseconds of each.
    func freely(_ player: Player) throws -> (framesPerSecond: Double, times: FrameStatistics) {
        var player = player
        var action = Action.none(player.actionSpace.channels.count)
        if let turn = player.actionSpace.turnAxis { action.values[turn] = 0.5 }
        var times = FrameStatistics(window: frames)
        let start = player.timeline.end
        let seconds = try Stopwatch.seconds {
            for _ in 0..<max(1, frames / player.framesPerStep) {
                let group = try Stopwatch.seconds {
                    for _ in 0..<player.framesPerStep { _ = try player.apply(.action(action)) }
                }
                times.add(group * 1000 / Double(player.framesPerStep))
            }
        }
        return (Double(player.timeline.end - start) / seconds, times)
    }
}
