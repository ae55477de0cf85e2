import Foundation
import Generation
import Playing
import Scenarios
import Tensors
import WorldModel
import Worlds

/// What a command line of `diorama play` asks for: a world at its beginning, and what is played first.
struct Game {
    let player: Player
    private(set) var operations: [PlayOperation] = []
    /// The first ones, whose pictures are not shown.
    private(set) var unshown = 0
    /// The frame to look at then.
    private(set) var viewing: Int?
    /// What computed the log that is played again; nil where none is.
    private(set) var maker: ActionLog.Maker?

    /// `device` computes learned worlds; nil: the CPU.
    init(_ play: Play, on device: CUDADevice?) throws {
        let registry = WorldRegistry.standard(on: device)
        if let file = play.replay ?? play.load {
            let log = try ActionLog(contentsOf: URL(fileURLWithPath: file))
            guard let settings = log.settings else {
                throw FileError("\(file) has no header line to replay from; play a file of actions with --actions.")
            }
            do { player = try Player(settings, registry: registry, force: play.force) } catch let refusal as PlayRefusal
            {
                throw FileError("\(file) cannot be replayed. \(refusal.description)")
            }
            (operations, maker) = (log.operations, log.maker)
            unshown = play.load == nil ? log.unshown : operations.count
            if play.load != nil {
                viewing = log.viewing
                if let actions = play.actions {
                    operations += try ActionLog.actions(URL(fileURLWithPath: actions), space: player.actionSpace)
                }
            }
            return
        }
        var settings = PlaySettings(
            world: play.world, scene: play.scene ?? "", seed: play.seed ?? Start.firstHeldOutSeed + 2,
            steps: play.steps)
        settings.precision = (play.precision ?? .auto).resolved(on: device)
        settings.prompt = play.prompt
        if let episode = play.startEpisode { try settings.begin(from: EpisodeStart.history(episode)) }
        let staged = try play.scenario.map { try ScenarioChoice(name: $0, draw: play.draw).staged() }
        var given = 0
        if let run = staged?.run {
            (settings.description, settings.seed) = (run.start.description, run.start.seed)
            // A learned world begins where an evaluation lets it begin: after as many frames of the simulator.
            if play.world != "reference" { given = run.contextFrames - 1 }
            settings.lead =
                given == 0 ? nil : Array((run.branches[play.branch ?? run.mainBranch] ?? []).prefix(given))
        }
        var player = try Player(settings, registry: registry)
        if let image = play.startImage {
            let size = player.picture.frame
            let frame = try StartPicture.read(URL(fileURLWithPath: image), width: size.width, height: size.height) {
                StandardError.write($0 + "\n")
            }
            try settings.begin(from: [(frame, .none(player.actionSpace.channels.count))])
            _ = try player.apply(.begin(settings))
        }
        if let prompt = play.prompt, play.startImage == nil, play.startEpisode == nil {
            let model = try Checkpoint.named(play.world, device: device)
            _ = try model.words(of: prompt) { StandardError.write($0 + "\n") }
            let frame = try ClipGenerator.picture(of: prompt, model, seed: settings.seed, precision: settings.precision)
            try settings.begin(from: [(frame, .none(player.actionSpace.channels.count))])
            _ = try player.apply(.begin(settings))
        }
        if let staged {
            operations = try ScenarioChoice.actions(
                staged, branch: play.branch, space: player.actionSpace, of: play.world
            ).dropFirst(given).map { .action($0) }
        }
        if let actions = play.actions {
            operations = try ActionLog.actions(URL(fileURLWithPath: actions), space: player.actionSpace)
        }
        self.player = player
    }
}
