import Camera
import Foundation
import Tensors
import WorldModel
import Worlds

extension TrainingRun {
    /// Trains the probe that reads the camera's motion off two pictures, and tries it on held-out episodes, bare and
    /// through the shipped codecs.
    func probes(_ s: TrainConfiguration, _ folder: TrainingFolder, steps count: Int) throws {
        guard s.frames > MotionProbe.spacing else {
            throw WorldError(
                "frames is \(s.frames), but a probe needs episodes of more than \(MotionProbe.spacing): it reads two pictures so far apart"
            )
        }
        let source = ProbeEpisodes(count: s.probeEpisodes, frames: s.frames, firstSeed: s.firstSeed)
        let episodes = try source.render()
        let trials = try Self.trials(s)
        let model = Self.blank(seed: 5)
        model.store.device = device
        let trainer = ProbeTrainer(
            model, on: episodes, schedule: Schedule(peak: s.probeRate, steps: count),
            batch: s.probeBatch, seed: 5)
        var loop = TrainingLoop(part, folder, steps: count, optimizer: trainer.optimizer)
        loop.validationSteps = s.validationSteps
        let made = Self.blank()
        made.store.device = device
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step() },
            checkpoint: { _ in
                trainer.finish(into: made)
                try keepProbe(made, folder.file("probes"))
            }, validate: { _ in Self.words(made, trials) })
    }

    /// A probe of the reference world's camera; without a seed its weights are zeros.
    static func blank(seed: UInt64? = nil) -> MotionProbe {
        let camera = CameraRig.reference
        return MotionProbe(fieldOfView: camera.fieldOfView, eyeHeight: camera.eyeHeight, seed: seed)
    }

    /// Held-out episodes, the same ones shown in every way.
    private static func trials(_ s: TrainConfiguration) throws -> [(name: String, episodes: [ProbeEpisode])] {
        var result: [(name: String, episodes: [ProbeEpisode])] = []
        for way in ProbeEpisodes.Showing.allCases {
            let source = ProbeEpisodes(
                count: min(48, s.probeEpisodes), frames: min(49, s.frames),
                firstSeed: Start.firstHeldOutSeed + 7_000_000,
                showing: way)
            result.append((way.codec ?? "bare \(way.size.width) x \(way.size.height)", try source.render()))
        }
        return result
    }

    private static func words(_ probe: MotionProbe, _ trials: [(name: String, episodes: [ProbeEpisode])]) -> String {
        let context = Context(probe.store)
        return trials.map { name, episodes in
            var (all, firm) = (MotionReading(), MotionReading())
            for episode in episodes {
                let starts = Array(stride(from: 0, to: episode.starts.count, by: 8))
                for (start, found) in zip(starts, probe.estimates(starts.map(episode.pair), context)) {
                    all.append(found.parts, wanted: episode.shift(start))
                    if found.isFirm { firm.append(found.parts, wanted: episode.shift(start)) }
                }
            }
            let gains = (0..<4).map { String(format: "%.2f", firm.gain(of: $0)) }.joined(separator: " ")
            return String(
                format: "%@ accuracy %.3f slope %.3f, of the firm %.0f%% %.3f, %.3f (%@)", name, all.accuracy,
                all.gain(),
                100 * Double(firm.found.count) / Double(max(1, all.found.count)), firm.accuracy, firm.gain(), gains)
        }.joined(separator: "; ")
    }
}
