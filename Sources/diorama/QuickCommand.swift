import Evaluations
import Foundation
import Tensors
import WorldModel
import Worlds

/// `diorama evaluate --quick`: next-frame PSNR beside the codec's ceiling, the frozen frame and shuffled actions.
struct QuickCommand {
    var checkpoint: String
    var precision: PrecisionChoice
    var steps: Int?
    var clips: Int
    var filmstrip: String?
    var json: Bool

    func run() throws {
        var evaluation = QuickEvaluation()
        (evaluation.clips, evaluation.precision, evaluation.steps) = (clips, precision.resolved, steps)
        let result = try evaluation.run(try Checkpoint.named(checkpoint)) { done, all in
            if isatty(2) == 1 { FileHandle.standardError.write(Data("\rclip \(done) of \(all)".utf8)) }
        }
        if isatty(2) == 1 { FileHandle.standardError.write(Data("\n".utf8)) }
        if let filmstrip { try Filmstrip.write(rows: result.strips, scale: 2, to: URL(fileURLWithPath: filmstrip)) }
        if json {
            print(try JSONText.text(result.values))
            return
        }
        print(
            "\(result.clips) clips with a moving camera, held-out seeds, in \(evaluation.precision.rawValue); mean PSNR in dB"
        )
        print("frames ahead   model  frozen  memory alone  true minus shuffled actions")
        for n in QuickEvaluation.horizons {
            let v = result.values
            let memory = v["memory.\(n)"].map { String(format: "%12.2f", $0) } ?? "           -"
            print(
                String(
                    format: "%12d  %6.2f  %6.2f  %@  %6.2f", n, v["psnr.\(n)"]!, v["frozen.\(n)"]!, memory,
                    v["delta_psnr.\(n)"]!))
        }
        print(String(format: "codec ceiling %.2f", result.values["codec_ceiling"]!))
    }
}
