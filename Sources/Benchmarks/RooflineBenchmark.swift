import Foundation
import Playing
import Tensors
import WorldModel
import Worlds

/// Where a streaming frame goes, piece by piece, beside what arithmetic and memory allow, all measured in one run.
package struct RooflineBenchmark {
    static let frames = 20
    /// Nil: the CPU.
    let device: CUDADevice?
    private var peak: PeakBenchmark { PeakBenchmark(device: device) }

    package init(device: CUDADevice?) { self.device = device }

    package func yardstick(_ precision: Context.Precision) -> [RooflineRow] {
        let yardstick = YardstickBenchmark(precision, on: device)
        var run = yardstick.warm()
        let log = Profile()
        yardstick.context.profile = ("transformer", log)
        let seconds = Stopwatch.seconds { for _ in 0..<Self.frames { run.frame() } }
        return rows(log, seconds: seconds, wide: precision == .f32 ? .f32 : .bf16)
    }

    /// Play of a checkpoint, a group of pictures a frame; nil where nothing is learned.
    package func play(_ settings: PlaySettings) throws -> [RooflineRow]? {
        let registry = WorldRegistry.standard(on: device)
        guard var world = try registry.make(settings) as? LearnedWorld else { return nil }
        _ = try world.reset(try registry.start(settings, world))
        var action = Action.none(world.actionSpace.channels.count)
        if let turn = world.actionSpace.turnAxis { action.values[turn] = 0.5 }
        let actions = [Action](repeating: action, count: world.framesPerStep)
        for _ in 0...world.contextFrames { _ = try world.step(actions) }
        let log = Profile()
        world.profile(to: log)
        let seconds = try Stopwatch.seconds { for _ in 0..<Self.frames { _ = try world.step(actions) } }
        return rows(log, seconds: seconds, wide: settings.precision == .f32 ? .f32 : .bf16)
    }

    /// Longest first, and what no piece accounts for at the end. `wide` is what is not made in int8.
    private func rows(_ log: Profile, seconds: Double, wide: Context.Precision) -> [RooflineRow] {
        let frames = Self.frames
        let rates = (
            arithmetic: peak.product(wide) * 1e9, eight: peak.product(.int8) * 1e9,
            memory: peak.copy(bytes: 128 << 20) * 1e9,
            cache: peak.copy(bytes: 1 << 20) * 1e9
        )
        var rest = Profile.Entry()
        rest.calls = frames
        rest.seconds = seconds - log.entries.values.reduce(0) { $0 + $1.seconds }
        let named = log.entries.sorted { $0.value.seconds > $1.value.seconds }.map { name, entry in
            let arithmetic = entry.flops / (name.hasSuffix("int8") ? rates.eight : rates.arithmetic)
            let traffic = entry.moved / rates.cache + entry.stored / rates.memory
            let bound = max(arithmetic, traffic)
            return RooflineRow(
                name: name, entry: entry, total: seconds, frames: frames,
                limit: bound > 0 ? (bound, arithmetic >= traffic) : nil)
        }
        return named + [
            RooflineRow(name: "between the pieces", entry: rest, total: seconds, frames: frames, limit: nil)
        ]
    }
}
