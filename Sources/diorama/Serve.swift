import ArgumentParser
import Episodes
import Foundation
import Playing
import Serving
import Tensors
import Worlds

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a world in a browser, or let agents step it.",
        discussion: """
            It prints an address with a secret token; who opens it in a browser plays. Only this machine is let in unless \
            --host says otherwise: on another one, 'ssh -L 4242:127.0.0.1:4242 MACHINE' brings the page there. Agents use \
            the Python package diorama_world (Python/README.md); docs/protocol.md says what is spoken.
            """)

    @Option(
        help: "A shipped checkpoint, a checkpoint folder, or 'reference' for the simulator itself (default: small).")
    var checkpoint = PlaySettings().world
    @Option(help: "World and noise seed of new sessions (default: \(Start.firstHeldOutSeed + 2)).") var seed: UInt64?
    @Option(help: "Denoising steps a latent frame (default: the checkpoint's).") var steps: Int?
    @Option(help: "Arithmetic: f32, bf16, int8, or auto, the fastest here that keeps the quality.")
    var precision = PrecisionChoice.auto
    @OptionGroup var place: DeviceOption
    @Option(help: "An episode set whose episodes clients may begin in.") var episodes: String?
    @Option(help: "Players go on from where this state file, log or recorded mp4 ends; its checkpoint is served.")
    var load: String?
    @Flag(help: "Play on from a game whose checkpoint has other weights now.") var force = false
    @Option(help: "Numeric address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 takes one that is free.") var port = 4242
    @Option(help: "Sessions at a time.") var sessions = 8
    @Option(help: "Minutes without a message from its client after which a session ends.") var idle = 15.0

    @Flag(help: .init("End when standard input ends, as who started it does.", visibility: .hidden))
    var attached = false

    func validate() throws {
        if let steps, !(1...64).contains(steps) { throw ValidationError("--steps must lie in 1...64.") }
        if load == nil { try Conflict.refuse([("--force", force)], without: "--load") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port must lie in 0...65535.") }
        guard (1...1000).contains(sessions) else { throw ValidationError("--sessions must lie in 1...1000.") }
        guard (0.01...100_000).contains(idle) else { throw ValidationError("--idle must lie in 0.01...100000.") }
        if checkpoint == "reference" {
            try Conflict.refuse(
                [("--steps", steps != nil)], beside: "--checkpoint reference", "the simulator denoises nothing")
        }
    }

    /// The game to go on from, and what is served for it.
    private func begun(_ file: String, _ usual: inout PlaySettings) throws -> ActionLog {
        let log = try ActionLog(contentsOf: URL(fileURLWithPath: file))
        guard let settings = log.settings else { throw FileError("\(file) has no header line of a game.") }
        (usual.world, usual.precision, usual.steps) = (settings.world, settings.precision, settings.steps)
        return log
    }

    func run() throws {
        Interrupt.catchSignals()
        let device = try place.chosen()
        var usual = PlaySettings(world: checkpoint, seed: seed ?? Start.firstHeldOutSeed + 2, steps: steps)
        usual.precision = precision.resolved(on: device)
        let game = try load.map { try begun($0, &usual) }
        let set = try episodes.map { try EpisodeSet(URL(fileURLWithPath: $0)) }
        let worlds = try ServedWorlds(
            usual, episodes: set, version: Version.number, registry: .standard(on: device), begun: game,
            force: force)
        // Told at once, and not to every player.
        if let game { try worlds.check(game, name: load ?? "") }
        var settings = ServerSettings(access: AccessRule(host: host), port: port)
        (settings.sessionLimit, settings.connectionLimit) = (sessions, max(64, 2 * sessions))
        settings.idle = .seconds(60 * idle)
        settings.bindings = {
            try BindingsFile.read(BindingsFile.defaultURL(), space: $0.actionSpace, required: false)
        }
        let server = try Server(settings, worlds: worlds)
        print("Serving '\(usual.world)': \(server.address)")
        try StandardStreams.flush()
        server.run { Interrupt.requested || attached && Self.isInputOver }
        try Interrupt.check("Stopped serving.")
    }

    /// Whether whoever held the other end of standard input has let go of it.
    private static var isInputOver: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&input, 1, 0) > 0 else { return false }
        var byte: UInt8 = 0
        return read(STDIN_FILENO, &byte, 1) <= 0
    }
}
