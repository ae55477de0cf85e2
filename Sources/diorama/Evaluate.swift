import ArgumentParser
import Evaluations
import Foundation
import WorldModel
import Worlds

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how far a checkpoint's next frames are from the truth, on worlds it was never trained on.",
        discussion: """
            Prints PSNR in dB at 1, 4 and 16 frames ahead, beside the codec's ceiling (truth through the checkpoint's \
            own encoder and decoder), the frozen last frame, and the loss that another clip's actions cause.
            """)

    @Option(help: "A shipped checkpoint or a folder.") var checkpoint = "small"
    @Flag(help: "The quick evaluation (the only one so far).") var quick = false
    @Flag(help: "One JSON object.") var json = false
    @Option(help: "Clips to average over.") var clips = 24
    @Option(help: "Write a filmstrip PNG: truth, codec, prediction and shuffled actions for four clips.")
    var filmstrip: String?

    func validate() throws {
        guard clips > 0 else { throw ValidationError("--clips must be at least 1") }
    }

    func run() throws {
        var evaluation = QuickEvaluation()
        evaluation.clips = clips
        let result = try evaluation.run(try Checkpoint.named(checkpoint)) { done, all in
            if isatty(2) == 1 { FileHandle.standardError.write(Data("\rclip \(done) of \(all)".utf8)) }
        }
        if isatty(2) == 1 { FileHandle.standardError.write(Data("\n".utf8)) }
        if let filmstrip { try Filmstrip.write(rows: result.strips, scale: 2, to: URL(fileURLWithPath: filmstrip)) }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(result.values), as: UTF8.self))
            return
        }
        print("\(result.clips) clips with a moving camera, held-out seeds; mean PSNR in dB")
        print("frames ahead   model  frozen  true minus shuffled actions")
        for n in QuickEvaluation.horizons {
            let v = result.values
            print(
                String(
                    format: "%12d  %6.2f  %6.2f  %6.2f", n, v["psnr.\(n)"]!, v["frozen.\(n)"]!, v["delta_psnr.\(n)"]!))
        }
        print(String(format: "codec ceiling %.2f", result.values["codec_ceiling"]!))
    }
}
