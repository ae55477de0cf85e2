import ArgumentParser
import Foundation
import Sandbox
import Staging
import Tensors
import Worlds

struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk about in a world that a model makes up frame by frame.",
        discussion: """
            W A S D walk, arrows or the mouse turn and look, space jumps, E uses what is ahead; Escape opens the \
            menu. Every game is logged, and --replay makes it again bit for bit. Without a display:

              diorama play --headless --actions actions.jsonl --output out.mp4

            where each line of actions.jsonl is e.g. {"forward": 1, "turn": 0.5, "repeat": 20}.
            """)

    @Option(help: "A shipped checkpoint, a checkpoint folder, or 'reference' for the simulator itself.")
    var checkpoint = "small"
    @Option(help: "Scene: meadow, rooms or table; by default the seed chooses.") var scene = ""
    @Option(help: "World and noise seed; from 1000000000 up never trained on.") var seed = Start.firstHeldOutSeed + 2
    @Option(help: "Denoising steps a latent frame (default: the checkpoint's); fewer are faster, and softer.")
    var steps: Int?
    @Option(help: "Arithmetic: f32, bf16, int8, or auto, the fastest here that keeps the quality.")
    var precision = PrecisionChoice.auto
    @OptionGroup var place: DeviceOption
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
    @Option(help: "The log of an earlier game, to be made again.") var replay: String?
    @Option(help: "Without a window: an mp4 file, or a folder for PNG files.") var output: String?
    @Option(help: "Frames to play; then it ends.") var frames: Int?
    @Option(help: "YAML file of key bindings.") var bindings: String?
    @Option(help: "Frames a second of the window; 0 is as fast as they come.") var fps = 20.0
    @Option(help: "Save the window's picture to this PNG after --frames frames, and close.") var screenshot: String?
    @Option(help: "Where to log the game.") var log: String?
    @Option(help: .init("Walk through the window by itself and save the README's pictures here.", visibility: .hidden))
    var tour: String?

    func validate() throws {
        if let steps, !(1...64).contains(steps) { throw ValidationError("--steps must lie in 1...64.") }
        if let frames, frames < 1 { throw ValidationError("--frames must be 1 or more.") }
        if fps != 0 && !(1...1000).contains(fps) { throw ValidationError("--fps must be 0 or in 1...1000.") }
        if actions != nil && replay != nil { throw ValidationError("Give --actions or --replay, not both.") }
        if startImage != nil && startEpisode != nil {
            throw ValidationError("Give --start-image or --start-episode, not both.")
        }
        if scenario != nil, actions != nil || replay != nil || startImage != nil || startEpisode != nil {
            throw ValidationError(
                "--scenario has its own start and actions: leave out --actions, --replay and --start-*.")
        }
        if scenario == nil, draw != nil || branch != nil {
            throw ValidationError("--draw and --branch need --scenario.")
        }
        if headless && (output == nil || (actions == nil && replay == nil && scenario == nil && frames == nil)) {
            throw ValidationError("--headless needs --output and one of --actions, --replay, --scenario and --frames.")
        }
        if !headless && output != nil { throw ValidationError("--output needs --headless; in the window V records.") }
    }

    func run() throws {
        try place.choose()
        var settings = PlaySettings(world: checkpoint, scene: scene, seed: seed, steps: steps)
        settings.precision = precision.resolved
        if let startEpisode { try settings.begin(from: EpisodeStart.history(startEpisode)) }
        var operations: [PlayOperation] = []
        if let replay {
            let old = try ActionLog(contentsOf: URL(fileURLWithPath: replay))
            guard let made = old.settings else { throw FileError("\(replay) has no header line to replay from.") }
            (settings, operations) = (made, old.operations)
        }
        let staged = try scenario.map { try ScenarioChoice(name: $0, draw: draw).staged() }
        var given = 0
        if let run = staged?.run {
            (settings.description, settings.seed) = (run.start.description, run.start.seed)
            // A learned world begins where an evaluation lets it begin: after as many frames of the simulator.
            if checkpoint != "reference" { given = run.contextFrames - 1 }
            settings.lead = given == 0 ? nil : Array((run.branches[branch ?? run.mainBranch] ?? []).prefix(given))
        }
        var player = try Player(settings)
        if let startImage {
            let size = player.picture.frame
            let frame = try StartPicture.read(
                URL(fileURLWithPath: startImage), width: size.width, height: size.height)
            try settings.begin(from: [(frame, .none(player.actionSpace.channels.count))])
            _ = try player.apply(.begin(settings))
        }
        if let staged {
            operations = try ScenarioChoice.actions(staged, branch: branch, space: player.actionSpace, of: checkpoint)
                .dropFirst(given).map { .action($0) }
        }
        if let actions {
            operations = try ActionLog(contentsOf: URL(fileURLWithPath: actions), space: player.actionSpace).operations
        }
        if headless { try playHeadless(player, operations) } else { try playWindow(player, operations) }
    }

    private func playWindow(_ player: Player, _ operations: [PlayOperation]) throws {
        #if Window
            let file = bindings.map { URL(fileURLWithPath: $0) }
            let place = file ?? BindingsFile.defaultURL()
            let keys = try BindingsFile.read(place, space: player.actionSpace, required: file != nil)
            var options = PlayWindow.Options()
            options.framesPerSecond = fps == 0 ? nil : fps
            (options.frames, options.operations, options.bindingsFile) = (frames, operations, place)
            options.episodes = try episodes.map { try EpisodeSet(URL(fileURLWithPath: $0)) }
            options.tour = tour.map { URL(fileURLWithPath: $0) }
            if let screenshot { options.screenshot = (frames ?? 40, URL(fileURLWithPath: screenshot)) }
            let window = try PlayWindow(player, bindings: keys, options: options) {
                try LogWriter(
                    log.map { URL(fileURLWithPath: $0) } ?? ActionLog.defaultURL(), settings: player.settings,
                    space: player.actionSpace)
            }
            try window.run()
        #else
            throw FileError(
                "This build has no window: use 'diorama play --headless --actions FILE --output out.mp4'.")
        #endif
    }

    private func playHeadless(_ player: Player, _ operations: [PlayOperation]) throws {
        let begin = Date()
        let target = URL(fileURLWithPath: output!)
        let result: HeadlessPlay.Result
        if target.pathExtension == "mp4" {
            let size = player.picture.frame
            let video = try VideoWriter(target, width: size.width, height: size.height, scale: max(1, 512 / size.width))
            result = try HeadlessPlay.run(player, operations, limit: frames) { try video.append($0.frame) }
            try video.finish()
        } else {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            var count = 0
            result = try HeadlessPlay.run(player, operations, limit: frames) {
                try PNG.write($0.frame, to: target.appendingPathComponent(String(format: "%06d.png", count)))
                count += 1
            }
        }
        let seconds = Date().timeIntervalSince(begin)
        let rate = Double(result.frames) / seconds
        print(String(format: "%d frames in %.1f s (%.1f frames/s) -> %@", result.frames, seconds, rate, target.path))
        if result.different > 0 {
            throw FileError(
                "\(result.different) of \(result.same + result.different) frames differ from the log: it was made on "
                    + "another machine or build.")
        }
        if result.same > 0 { print("bit for bit the same as the log at \(result.same) frames") }
    }
}
