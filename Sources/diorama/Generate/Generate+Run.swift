import ArgumentParser
import Foundation
import Generation
import Media
import Playing
import Tensors
import WorldModel
import Worlds

extension Generate {
    func run() async throws {
        Interrupt.catchSignals()
        let device = try place.chosen()
        var settings = try again.map(settings(of:)) ?? asked(on: device)
        let target = try ClipOutput(output, clips: settings.count, isLossless: settings.lossless == true)
        let model = try Checkpoint.named(settings.checkpoint, device: device)
        let weights = Checkpoint.weightsHash(named: settings.checkpoint)
        if again != nil, weights != settings.weights {
            throw FileError(
                "The weights of \(settings.checkpoint) are not those that made the video; find the old ones.")
        }
        settings.weights = weights
        if let prompt, rewrite || rewriter.rewriter != nil {
            let caption = try await rewriter.rewritten(prompt, seed: settings.seed)
            settings.rewritten = caption
            print("Rewritten: \(caption)")
        }
        if again == nil { try complete(&settings, model, isPicture: target.isPicture) }
        try make(settings, model, target)
        if let again, target.isVideo { try compare(again) }
        guard settings.prototype == true, again == nil else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            print("That is the prototype; the same command without --prototype makes it at full size.")
            return
        }
        StandardError.write("Make it at full size? [y/N] ")
        guard readLine()?.lowercased().hasPrefix("y") == true else { return }
        settings.prototype = nil
        try make(settings, model, ClipOutput(output, clips: settings.count, isLossless: lossless))
    }

    private func make(_ settings: GenerationSettings, _ model: Checkpoint, _ target: ClipOutput) throws {
        let begin = Date()
        let run = try GenerationRun(
            settings, checkpoint: model,
            fileActions: { url in
                try ActionLog.actions(url, space: model.actionSpace).compactMap {
                    if case .action(let action) = $0 { action } else { nil }
                }
            }, remark: { StandardError.write($0 + "\n") })
        let bar = ProgressBar(total: run.passes, label: settings.prototype == true ? "Prototype" : "Generating")
        bar.update(0)
        let result: GenerationRun.Result
        do {
            result = try run.run(into: target, goesOn: { !Interrupt.requested }, progress: { bar.update($0) })
        } catch {
            bar.finish()
            throw error
        }
        bar.finish()
        if !result.isWhole {
            let kept =
                result.pictures > 0 ? "\(result.pictures) pictures are kept in \(output)" : "no picture was whole yet"
            try Interrupt.check("Stopped; \(kept).")
        }
        print(String(format: "%d pictures in %.1f s -> %@", result.pictures, Date().timeIntervalSince(begin), output))
    }

    /// What the options ask for.
    private func asked(on device: CUDADevice?) throws -> GenerationSettings {
        var s = GenerationSettings(checkpoint: checkpoint ?? PlaySettings().world)
        if s.checkpoint == "reference" {
            throw FileError("The reference world is no checkpoint: `diorama play --checkpoint reference` plays it.")
        }
        (s.prompt, s.camera, s.guidance) = (prompt, camera, guidance)
        (s.image, s.video) = (try image.map { try GivenFile($0) }, try video.map { try GivenFile($0) })
        (s.extend, s.loop) = (try extend.map { try GivenFile($0) }, try loop.map { try GivenFile($0) })
        s.connect = connect.isEmpty ? nil : try connect.map { try GivenFile($0) }
        let places = try places().map { GenerationSettings.Keyframe(picture: $0.picture, file: try GivenFile($0.path)) }
        s.keyframes = places.isEmpty ? nil : places
        s.actions = try actions.map { try GivenFile($0) }
        (s.strength, s.forward, s.backward, s.seconds) = (strength, forward, backward, seconds)
        (s.steps, s.seed, s.count) = (steps ?? s.steps, seed ?? 0, count ?? 1)
        (s.prototype, s.lossless) = (prototype ? true : nil, lossless ? true : nil)
        s.precision = (precision ?? .auto).resolved(on: device)
        return s
    }

    /// Takes from the checkpoint what the options leave open.
    private func complete(_ s: inout GenerationSettings, _ model: Checkpoint, isPicture: Bool) throws {
        (s.width, s.height) = try pixels() ?? model.configuration.pictureSize
        let isFree = video == nil && extend == nil && connect.isEmpty && loop == nil && keyframes == nil
        if isPicture, isFree, s.count == 1, s.seconds == nil, camera == nil, actions == nil {
            s.seconds = 1 / model.configuration.framesPerSecond
        }
    }

    private func settings(of video: String) throws -> GenerationSettings {
        let settings = try GenerationSettings(madeBy: URL(fileURLWithPath: video))
        if let flaw = settings.flaw { throw FileError("The comment of \(video): \(flaw)") }
        return settings
    }

    /// Whether the video that was made is the old one, picture by picture.
    private func compare(_ old: String) throws {
        let readers = try [old, output].map { try VideoReader(URL(fileURLWithPath: $0)) }
        var count = 0
        while true {
            let (a, b) = (try readers[0].next(), try readers[1].next())
            guard a == b else {
                throw FileError(
                    "\(output) differs from \(old) at picture \(count): it was made on another machine or version.")
            }
            if a == nil { break }
            count += 1
        }
        print("bit for bit the same as \(old): \(count) pictures")
    }
}
