import ArgumentParser
import Episodes
import Foundation
import Media
import Playing
import Scenarios
import Tensors
import Worlds

struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk about in a world that a model makes up frame by frame.",
        discussion: """
            The keys W A S D walk, by their place on the keyboard; arrows or the mouse turn and look, space jumps, E uses \
            what is ahead. ? shows all keys: P pauses, N steps, F forks, Tab switches branches, R shows the simulator \
            beside it, M lets a policy play, V records an mp4 (and with --record SET an episode to train on), \
            F12 saves a screenshot, G takes a new seed, F11 or \
            Alt+Enter fills the screen, Escape opens the menu, Ctrl+Q quits.

            Every game in the window is logged in ~/.local/state/diorama/logs (under $XDG_STATE_HOME where that is set), \
            and --replay makes it again bit for bit. So does --replay NAME.mp4 of what play recorded: the video carries \
            the game inside. Ctrl+S saves the \
            game, forks included, and --load goes on from there. Key bindings lie in ~/.config/diorama/bindings.yaml (under \
            $XDG_CONFIG_HOME). Without a display:

              diorama play --headless --actions actions.jsonl --output out.mp4

            where each line of actions.jsonl is e.g. {"forward": 1, "turn": 0.5, "repeat": 20}. --output takes NAME.mp4, \
            NAME.gif, NAME.png (the last picture) or a folder for a PNG file a picture. docs/play.md says more.
            """)

    @Option(
        help:
            """
            A shipped checkpoint, a checkpoint folder, 'reference' for the simulator itself, or 'gym:ENV' for a Gymnasium \
            environment (default: small).
            """
    )
    var checkpoint: String?
    @Option(help: "Scene: meadow, rooms or table; by default the seed chooses.") var scene: String?
    @Option(
        help: "World and noise seed; from 1000000000 up never trained on (default: \(Start.firstHeldOutSeed + 2)).")
    var seed: UInt64?
    @Option(help: "Denoising steps a latent frame (default: the checkpoint's); fewer are faster, and softer.")
    var steps: Int?
    @Option(help: "Arithmetic: f32, bf16, int8, or auto, the fastest here that keeps the quality (default: auto).")
    var precision: PrecisionChoice?
    @OptionGroup var place: DeviceOption
    @Option(help: "What is to be seen, in words, for checkpoints that learned text; begins in a picture made of it.")
    var prompt: String?
    @Option(help: "Begin in this PNG or JPEG, cut and scaled to the checkpoint's size.") var startImage: String?
    @Option(name: [.long, .customLong("episode")], help: "Go on from an episode: SET, SET:NUMBER or SET:NAME.")
    var startEpisode: String?
    @Option(help: "An episode set to browse in the menu.") var episodes: String?
    @Option(help: "Play the scene and the actions of this scenario, an id or a .yaml file, as evaluate does.")
    var scenario: String?
    @Option(help: "Which draw of the scenario's parameters; by default the first.") var draw: Int?
    @Option(help: "Which branch of the scenario; by default the one that follows the script.") var branch: String?
    @Flag(help: "No window; needs --output.") var headless = false
    @Option(help: "JSON lines of actions, played first.") var actions: String?
    @Option(help: "An earlier game, to be made again: its log, a state file, or an mp4 that play recorded.")
    var replay: String?
    @Option(help: "Go on from where a state file, a log or a recorded mp4 ends.") var load: String?
    @Option(help: "Save the game to this file: at the end, and in the window by Ctrl+S.") var save: String?
    @Flag(help: "Play on from a game whose checkpoint has other weights now.") var force = false
    @Flag(help: "Write mp4s that keep every bit of the pictures, in their own size.") var lossless = false
    @Option(help: "Without a window: NAME.mp4, NAME.gif, NAME.png (the last picture), or a folder for PNG files.")
    var output: String?
    @Option(
        help:
            "An episode set that what is played is added to: all of it without a window, in the window what V records.")
    var record: String?
    @Option(help: "Frames to play; then it ends.") var frames: Int?
    @Option(help: "YAML file of key bindings.") var bindings: String?
    @Option(help: "Frames a second of the window (default: the world's own); 0 is as fast as they come.") var fps:
        Double?
    @Option(help: "Save the window's picture to this PNG after --frames frames, and close.") var screenshot: String?
    @Option(help: "Where to log the game; without a window it is logged only where this says.") var log: String?
    @Option(help: .init("Walk through the window by itself and save the README's pictures here.", visibility: .hidden))
    var tour: String?

    var world: String { checkpoint ?? PlaySettings().world }

    func run() throws {
        Interrupt.catchSignals()
        let device = try place.chosen()
        // Told before anything is computed.
        if let record { try OutputTarget.checkFolder(record, "--record") }
        if let screenshot { try OutputTarget.checkFile(screenshot, "--screenshot") }
        if let save { try OutputTarget.checkFile(save, "--save") }
        let target = try output.map { try PlayOutput($0) }
        let game = try Game(self, on: device)
        target?.framesPerSecond = game.player.framesPerSecond
        target?.isLossless = lossless
        let set = try record.map { try SetRecorder(URL(fileURLWithPath: $0), player: game.player) }
        if headless { try playHeadless(game, target, set) } else { try playWindow(game, set) }
    }
}
