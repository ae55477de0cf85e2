import ArgumentParser
import Episodes
import Foundation
import Worlds

/// `diorama import`: recordings of other programs as an episode set.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an episode set of recordings: videos with or without actions.",
        discussion: """
            Formats (guessed from what is there):
              own                NAME.mp4 with NAME.actions.jsonl, a line a picture but the first: {"turn": 0.5, "forward": 1}
              videos             a folder of videos, or one video, without actions
              vpt                Minecraft: ID.mp4 with ID.jsonl
              stable-worldmodel  pixels/ep_<i>.mp4 with action.npz, ep_len.npz, ep_offset.npz
              owl-control        folders with recording.mp4 and inputs.csv

            In a set an action led to its frame. Which picture an action of the recordings belongs to is measured: changes of
            the actions are set beside the motion in the pictures. The command says what it found and how sure that is. Running
            it again goes on where it was stopped.

            Examples:
              diorama import recordings --output set --size 128x80
              diorama import vpt minecraft --output set --size 128x80 --fps 10
              diorama import owl-control captures --output set --size 256x160 --fit pad --effects effects.yaml
              diorama inspect set --episode 0 --mp4 first.mp4

            effects.yaml says what channels do:
              mouse x: {kind: turn, degrees: 12}
              key W: {kind: move, direction: forward, metres: 0.2}
              key F: {kind: use}
            """)

    @Argument(help: "The recordings' format, if it is not to be guessed, and their folder or video.")
    var source: [String]
    @Option(help: "Folder of the episode set; made, or added to.") var output: String
    @Option(help: "One of \(RecordingFormats.names.joined(separator: ", ")).") var format: String?
    @Option(help: "Width and height of the frames, multiples of 16; by default the recordings'.") var size: String?
    @Option(help: "How other shapes are made to fit: crop, pad or stretch.") var fit: PictureFit = .crop
    @Option(
        help: "Frames a second of the set; by default the recordings'. Keys of merged pictures: any; axes: their sum.")
    var fps: Double?
    @Option(help: "Which picture an action belongs to: led-to, taken-at, or auto, which measures it.")
    var alignment: ImportOptions.Alignment = .auto
    @Option(help: "YAML or JSON file that says what channels do.") var effects: String?
    @Option(
        help: """
            Degrees from the left to the right of a picture, where the recordings do not say: for the camera of the set, and \
            for how far axes turn (else taken for 90).
            """)
    var fieldOfView: Double?
    @Option(help: "Frames of an episode at most; longer recordings become several.") var frames = 1000
}

extension PictureFit: ExpressibleByArgument {}
extension ImportOptions.Alignment: ExpressibleByArgument {}
