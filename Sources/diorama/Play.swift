import ArgumentParser
import Foundation
import Sandbox
import Tensors
import WorldModel
import Worlds

struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk about in a world that a model makes up frame by frame.",
        discussion: """
            W A S D walk, arrows turn and look, space jumps, E uses what is ahead; H shows all keys. Every game is \
            logged, and --replay makes it again bit for bit. Without a display:

              diorama play --headless --actions actions.jsonl --output out.mp4

            where each line of actions.jsonl is e.g. {"forward": 1, "turn": 0.5, "repeat": 20}.
            """)

    @Option(help: "A shipped checkpoint, a checkpoint folder, or 'reference' for the simulator itself.")
    var checkpoint = "small"
    @Option(help: "Scene: meadow, rooms or table; by default the seed chooses.") var scene = ""
    @Option(help: "World and noise seed; from 1000000000 up never trained on.") var seed: UInt64 = Start
        .firstHeldOutSeed
    @Option(help: "Denoising steps a latent frame.") var steps: Int?
    @Option(help: "Begin in this PNG; its sides must be multiples of 16.") var startImage: String?
    @Flag(help: "No window: needs --actions or --replay, and --output.") var headless = false
    @Option(help: "JSON lines of actions.") var actions: String?
    @Option(help: "The log of an earlier game, to be made again.") var replay: String?
    @Option(help: "An mp4 file, or a folder for PNG files.") var output: String?
    @Option(help: "Frames a second of the window.") var fps = 20.0
    @Option(help: "Save the window's picture to this PNG after --frames frames, and close.") var screenshot: String?
    @Option(help: "Close after so many frames.") var frames: Int?
    @Option(help: "Where to log the actions.") var log: String?

    func validate() throws {
        if let steps, !(1...64).contains(steps) { throw ValidationError("--steps must lie in 1...64") }
        if !(1...1000).contains(fps) { throw ValidationError("--fps must lie in 1...1000") }
        if headless && (output == nil || (actions == nil && replay == nil)) {
            throw ValidationError("--headless needs --output and one of --actions and --replay")
        }
    }

    func run() throws {
        var settings = PlaySettings(world: checkpoint, scene: scene, seed: seed, steps: steps)
        var list: [Action] = []
        if let file = replay ?? actions {
            let log = try ActionLog(contentsOf: URL(fileURLWithPath: file))
            list = log.actions
            if replay != nil {
                guard let made = log.settings else { throw FileError("\(file) has no header line to replay from.") }
                settings = made
            }
        }
        let picture = try startImage.map { try PNG.read(URL(fileURLWithPath: $0)) }
        let rollout = try Rollout(settings, picture: picture)
        if headless || replay != nil && output != nil {
            try writeFrames(rollout, list)
            return
        }
        #if Window
            var options = PlayWindow.Options()
            options.framesPerSecond = fps
            options.frames = frames
            options.log = log.map { URL(fileURLWithPath: $0) } ?? Self.defaultLog()
            if let screenshot { options.screenshotAfter = (frames ?? 40, URL(fileURLWithPath: screenshot)) }
            try PlayWindow(rollout, options: options).run()
        #else
            throw FileError("This build has no window; use --headless --actions FILE --output out.mp4.")
        #endif
    }

    private static func defaultLog() -> URL {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_STATE_HOME"].map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".local/state")
        return base.appendingPathComponent("diorama/logs/\(Int(Date().timeIntervalSince1970)).jsonl")
    }

    private func writeFrames(_ rollout: Rollout, _ actions: [Action]) throws {
        let target = URL(fileURLWithPath: output!)
        let begin = Date()
        var count = 0
        if target.pathExtension == "mp4" {
            let video = try VideoWriter(target, width: rollout.frame.width, height: rollout.frame.height)
            try HeadlessPlay.run(rollout, actions: actions) { frame in
                try video.append(frame)
                count += 1
            }
            try video.finish()
        } else {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            try HeadlessPlay.run(rollout, actions: actions) { frame in
                try PNG.write(frame, to: target.appendingPathComponent(String(format: "%06d.png", count)))
                count += 1
            }
        }
        let seconds = Date().timeIntervalSince(begin)
        print(
            String(
                format: "%d frames in %.1f s (%.1f frames/s) -> %@", count, seconds, Double(count) / seconds,
                target.path))
    }
}
