import Episodes
import Evaluations
import Foundation
import Media
import WorldModel
import Worlds

/// What a training says of its checkpoint from time to time: scores on a few held-out clips, drawn as truth, codec, prediction and
/// shuffled actions.
enum TrainValidation {
    static func run(
        _ checkpoint: Checkpoint, _ source: (any EpisodeSource)?, _ pictures: URL, _ step: Int
    ) throws -> String {
        var evaluation = QuickEvaluation()
        evaluation.clips = 6
        evaluation.source = source
        let result = try evaluation.run(source == nil ? checkpoint : checkpoint.withoutUpsampler)
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        try Filmstrip.write(rows: result.strips, scale: 2, to: pictures.appendingPathComponent("\(step).png"))
        let scores = QuickEvaluation.horizons.map { n in
            String(format: "%.1f", result.values["psnr.\(n)"] ?? 0)
        }
        return "validation \(scores.joined(separator: ", ")) dB 1, 4 and 16 frames ahead; validation/\(step).png"
    }
}
