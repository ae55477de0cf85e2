import Foundation
import Media
import Playing
import Tensors
import WorldModel
import Worlds

/// `diorama inspect` of a video or of a game's log.
extension Inspect {
    func describe(video url: URL) throws {
        let comment = try VideoComment.find(url)
        let probe = try VideoProbe(url)
        let seconds = (probe.times.last ?? 0) + probe.lastDuration
        print(
            "\(path): a video of \(probe.times.count) frames of \(probe.width)x\(probe.height), \(grouped(Int(seconds))) s."
        )
        if let complaint = probe.complaint { print("  It is damaged: \(complaint)") }
        guard let comment else { return print("  It carries no settings of diorama.") }
        switch comment.kind {
        case .play:
            try describe(log: ActionLog(contentsOf: url))
        case .generate:
            try describe(generated: comment)
        }
    }

    private func describe(generated comment: VideoComment) throws {
        guard let object = try? JSONSerialization.jsonObject(with: Data(comment.body.utf8)) else {
            throw FileError("The comment of \(path) holds no settings; the video is damaged.")
        }
        let text = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        print("  made by diorama generate:\n" + String(decoding: text, as: UTF8.self).printableLines)
        print("`diorama generate --again \(path) --output NEW.mp4` makes it again.")
    }

    func describe(log: ActionLog) throws {
        guard let settings = log.settings else { throw FileError("\(path) has no header line of a game.") }
        let made = [log.maker.isa.map { "\($0) instructions" }, log.maker.device].compactMap { $0 }
        print("  a game in '\(settings.world.printable)', seed \(settings.seed), scene \(Self.scene(settings))")
        if let weights = settings.weights {
            let now = Checkpoint.weightsHash(named: settings.world)
            let state = now == weights ? "which are here" : now == nil ? "which are not here" : "and here are others"
            print("  weights \(weights.prefix(12).description.printable), \(state)")
        }
        let steps = settings.steps.map { "\($0) denoising steps" } ?? "the checkpoint's denoising steps"
        print(
            "  \(steps) in \((settings.precision ?? .bf16).rawValue)"
                + (made.isEmpty ? "" : ", made with \(made.joined(separator: ", ").printable)")
        )
        if let given = settings.given { print("  goes on from \(given.count) given frames, which it carries") }
        var (frames, forks, rewinds, prompts, checks) = (0, 0, 0, [String](), 0)
        for operation in log.operations {
            switch operation {
            case .action: frames += 1
            case .fork: forks += 1
            case .rewind: rewinds += 1
            case .prompt(let words): prompts.append("at frame \(frames): \(words.printable)")
            case .check: checks += 1
            default: break
            }
        }
        print("  \(grouped(frames)) frames played, \(forks) forks, \(rewinds) rewinds, \(checks) fingerprints")
        let before = log.operations.prefix(log.unshown).count { if case .action = $0 { true } else { false } }
        if before > 0 { print("  what is recorded begins after \(grouped(before)) frames") }
        print(prompts.isEmpty ? "  no prompts" : "  prompts: \(prompts.prefix(20).joined(separator: "; "))")
        print("  'diorama play --replay' makes it again, '--load' goes on from its end.")
    }

    private static func scene(_ settings: PlaySettings) -> String {
        if settings.description != nil { return "built to order" }
        return settings.scene.isEmpty ? "by the seed" : settings.scene.printable
    }
}
