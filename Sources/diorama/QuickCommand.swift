import Episodes
import Evaluations
import Foundation
import Media
import Tensors
import Training
import WorldModel
import Worlds

/// `diorama evaluate --quick`: next-frame PSNR beside the codec's ceiling, the frozen frame and shuffled actions.
struct QuickCommand {
    var checkpoint: String
    var precision: PrecisionChoice
    /// Nil: the CPU.
    var device: CUDADevice?
    var steps: Int?
    var clips: Int
    /// A set to take clips from; nil: the simulator's.
    var episodes: String?
    var filmstrip: String?
    var json: Bool

    func run() throws {
        var evaluation = QuickEvaluation()
        (evaluation.clips, evaluation.precision, evaluation.steps) = (clips, precision.resolved(on: device), steps)
        let model = try Checkpoint.named(checkpoint, device: device)
        if let episodes {
            let set = try EpisodeSet(URL(fileURLWithPath: episodes))
            try model.check(set, size: model.configuration.pictureSize)
            evaluation.source = set
        }
        let bar = ProgressBar(total: clips, label: "Clips")
        bar.update(0)
        let result = try evaluation.run(model) { done, all in
            bar.update(done)
            try Interrupt.check("Stopped after \(done) of \(all) clips; the same command begins anew.")
        }
        bar.finish()
        if let filmstrip { try Filmstrip.write(rows: result.strips, scale: 2, to: URL(fileURLWithPath: filmstrip)) }
        if json {
            print(try JSONText.text(result.values))
            return
        }
        print(
            "\(result.clips) clips in which something moves, \(episodes.map { "of \($0)" } ?? "held-out seeds"), in "
                + "\(evaluation.precision.rawValue); mean PSNR in dB"
        )
        let v = result.values
        func row(_ title: String, _ key: String) {
            let cells = QuickEvaluation.horizons.map { n in
                v["\(key).\(n)"].map { String(format: "%8.2f", $0) } ?? "       -"
            }
            print(title.padding(toLength: 28, withPad: " ", startingAt: 0) + cells.joined())
        }
        print(
            "frames ahead".padding(toLength: 28, withPad: " ", startingAt: 0)
                + QuickEvaluation.horizons.map { String(format: "%8d", $0) }.joined())
        row(v["without.1"] == nil ? "model (it has no memory)" : "with memory", "psnr")
        if v["without.1"] != nil {
            row("without memory", "without")
            row("memory alone", "memory")
        }
        row("frozen", "frozen")
        row("true minus shuffled actions", "delta_psnr")
        print(String(format: "codec ceiling %.2f", result.values["codec_ceiling"]!))
    }
}
