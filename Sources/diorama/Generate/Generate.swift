import ArgumentParser
import Foundation
import Tensors

/// `diorama generate`: videos and pictures from words, pictures and videos.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a video or a picture from pictures, videos and motions.",
        discussion: """
            Examples:
              diorama generate --output walk.mp4 --camera "walk, then turn left"
              diorama generate --output sheet.png --count 4 --seconds 3
              diorama generate --image house.png --output house.mp4 --camera "turn right slowly"
              diorama generate --extend walk.mp4 --forward 2 --backward 1 --output longer.mp4
              diorama generate --connect a.mp4 b.mp4 --seconds 1 --output both.mp4
              diorama generate --loop walk.mp4 --output loop.mp4
              diorama generate --keyframes 0:a.png,40:b.png --output between.mp4
              diorama generate --video walk.mp4 --strength 0.6 --output edited.mp4
              diorama generate --again walk.mp4 --output again.mp4

            What is given stays: in a folder of PNG files, or with --lossless, to the bit. Ctrl-C keeps what is there. An mp4 \
            carries its settings in its comment: `diorama inspect x.mp4` tells them, --again makes the video again.
            """)

    @Argument(help: "What is to be seen, in words, for checkpoints that learned text.") var prompt: String?
    @Option(help: "NAME.mp4, NAME.png (a picture, or a sheet of a clip's pictures) or a folder for PNG files.")
    var output: String
    @Option(help: "A shipped checkpoint or a checkpoint folder (default: small).") var checkpoint: String?
    @Option(help: "Begin in this PNG or JPEG.") var image: String?
    @Option(help: "Make this video anew, as near to it as --strength says.") var video: String?
    @Option(help: "How firmly --video is given: 0 not at all, 1 to the bit (default: 0.5).") var strength: Double?
    @Option(help: "Make this video longer, by --forward and --backward seconds.") var extend: String?
    @Option(help: "Seconds behind the end of --extend.") var forward: Double?
    @Option(help: "Seconds before the beginning of --extend.") var backward: Double?
    @Option(parsing: .upToNextOption, help: "Two videos: lead from the one to the other, in --seconds (default: 1).")
    var connect: [String] = []
    @Option(help: "Lead from the end of this video to its beginning, in --seconds (default: 1).") var loop: String?
    @Option(help: "Pictures at their numbers, such as 0:a.png,40:b.png; 20 are a second.") var keyframes: String?
    @Option(help: "Width and height, multiples of 16 (default: the checkpoint's).") var size: String?
    @Option(help: "Seconds that are made, up to 60 (default: 3).") var seconds: Double?
    @Option(help: "JSON lines of actions, as `diorama play` takes them.") var actions: String?
    @Option(help: "The camera's motion in words: \"turn left 90 degrees, then walk for 2 seconds\".") var camera:
        String?
    @Option(help: "Denoising steps (default: 8); fewer are faster, and softer.") var steps: Int?
    @Flag(help: "Write the prompt out to a long caption first, as `diorama rewrite` does.") var rewrite = false
    @OptionGroup var rewriter: RewriterOption
    @Option(help: "How strongly the words count, where there are some (default: 3); 1 is as they are.")
    var guidance: Double?
    @Option(help: "Seed of the noise (default: 0).") var seed: UInt64?
    @Option(help: "Clips of as many seeds, in one sheet.") var count: Int?
    @Flag(help: "Small and in few steps first; the same seed at full size when you say so.") var prototype = false
    @Flag(help: "Keep every pixel in the mp4, which fewer players show.") var lossless = false
    @Option(help: "Arithmetic: f32, bf16, int8, or auto, the fastest here that keeps the quality (default: auto).")
    var precision: PrecisionChoice?
    @Option(help: "Make this video again, from its comment.") var again: String?
    @OptionGroup var place: DeviceOption
}
