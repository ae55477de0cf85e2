import ArgumentParser
import Diffusion
import Foundation
import ReferenceWorld
import Sandbox
import Tensors
import Training
import VideoCompression
import WorldModel
import Worlds

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the engine, the reference world, training and play; medians of several runs.",
        discussion: """
            yardstick: a fixed network with random weights (64 tokens a frame, width 384, depth 12, 16 frames of \
            cached context, 4 denoising passes and a cache pass; 20.1 GFLOP a frame).

            Quiet the machine first: one busy process on two cores halves the numbers.

              diorama benchmark --checkpoint runs/mine/checkpoint --json
            """)

    @Flag(help: "One JSON object.") var json = false
    @Option(help: "The checkpoint to play.") var checkpoint = "small"
    enum Case: String, CaseIterable, ExpressibleByArgument { case peak, yardstick, training, world, play }

    @Option(parsing: .upToNextOption, help: "What to measure; by default everything.") var cases = Case.allCases
    @Option(help: "Frames to play.") var playFrames = 200
    @Option(help: "Play so many frames instead and compare the last with frame 100: cost and memory.")
    var soakFrames: Int?

    func validate() throws {
        if playFrames < 20 { throw ValidationError("--play-frames must be 20 or more.") }
        if let soakFrames, soakFrames < 300 { throw ValidationError("--soak-frames must be 300 or more.") }
    }

    func run() throws {
        if let soakFrames { return try report(soak(soakFrames)) }
        var values: [String: Double] = [:]
        for measured in Case.allCases where cases.contains(measured) {
            switch measured {
            case .peak: values["peak.bf16_gflops"] = peak()
            case .yardstick:
                for precision in Context.Precision.allCases {
                    values["yardstick.\(precision.rawValue).fps"] = yardstick(precision)
                }
            case .training: values["training.gflops"] = training()
            case .world: values["world.fps_64"] = try world()
            case .play: for (key, value) in try play() { values["play.\(key)"] = value }
            }
        }
        try report(values)
    }

    private func report(_ values: [String: Double]) throws {
        let machine = Self.machine()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            struct Report: Encodable {
                let values: [String: Double]
                let machine: String
                func encode(to encoder: any Encoder) throws {
                    var c = encoder.container(keyedBy: Key.self)
                    for (k, v) in values { try c.encode(v, forKey: Key(stringValue: k)!) }
                    try c.encode(machine, forKey: Key(stringValue: "machine")!)
                }
                struct Key: CodingKey {
                    var stringValue: String
                    var intValue: Int? { nil }
                    init?(stringValue: String) { self.stringValue = stringValue }
                    init?(intValue: Int) { nil }
                }
            }
            print(String(decoding: try encoder.encode(Report(values: values, machine: machine)), as: UTF8.self))
        } else {
            print(machine)
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                print(
                    key.padding(toLength: 26, withPad: " ", startingAt: 0),
                    String(format: abs(value) < 10 ? "%10.3f" : "%10.1f", value))
            }
        }
    }

    private static func machine() -> String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first
        let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown CPU"
        return "\(name), \(WorkerPool.shared.threads) threads, bf16 instructions: \(Kernels.hasBF16 ? "yes" : "no"), "
            + "load average \(load ?? "?")"
    }

    private func median(_ runs: Int, _ body: () -> Void) -> Double {
        body()
        let times = (0..<runs).map { _ in
            let begin = DispatchTime.now().uptimeNanoseconds
            body()
            return Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
        }
        return times.sorted()[runs / 2]
    }

    /// The rate of a large bf16 product with packed weights.
    private func peak() -> Double {
        let store = ParameterStore()
        let w = store.declare("w", [1536, 384], deviation: 0.05)
        store.allocate(seed: 1)
        let context = Context(store)
        let x = context.cast(context.constant([Float](repeating: 0.5, count: 1024 * 384), [1024, 384]), .bf16)
        let seconds = median(50) { _ = context.linear(x, w) }
        return 2 * 1024 * 1536 * 384 / seconds * 1e-9
    }

    private func yardstick(_ precision: Context.Precision) -> Double {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.actionInputs) = (12, 384, 12, 6, 26)
        (c.contextFrames, c.normalizesQK, c.learnsPositions3D) = (16, false, false)
        let model = DiT(c, seed: 1, zeroInitialized: false)
        let context = Context(model.store, precision: precision)
        var stream = FrameStream(model, grid: TokenGrid(rows: 8, columns: 8), contextFrames: 16, context: context)
        let x = context.constant([Float](repeating: 0.1, count: 64 * 48), [64, 48])
        let actions = [Float](repeating: 0, count: 26)
        func frame() {
            let m = stream.modulations(levels: [1, 0.75, 0.5, 0.25, 0], actions: actions)
            for pass in 0..<5 { _ = stream.pass(x, m, index: pass) }
            stream.advance(m)
        }
        for _ in 0..<17 { frame() }
        return 1 / median(precision == .f32 ? 5 : 21) { frame() }
    }

    /// End to end on a 10 M-parameter DiT.
    private func training() -> Double {
        var c = DiTConfiguration()
        (c.width, c.depth, c.heads) = (256, 8, 4)
        let model = DiT(c, seed: 1)
        var options = TransformerTrainer.Options()
        options.clips = 8
        let trainer = TransformerTrainer(model, options: options)
        var set = LatentSet(shape: [10, 16, 16], actionSize: 16)
        set.episodes = [
            .init(
                latents: [Float](repeating: 0.3, count: 32 * 2560), actions: [Float](repeating: 0, count: 32 * 16),
                frames: 32)
        ]
        _ = trainer.step(set)
        let before = trainer.flops
        let seconds = median(4) { _ = trainer.step(set) }
        return (trainer.flops - before) / 5 / seconds * 1e-9
    }

    private func world() throws -> Double {
        var world = ReferenceWorld()
        _ = try world.reset(Start(scene: "meadow", seed: 3, width: 64, height: 64))
        var action = Action.none()
        action[.turn] = 0.5
        var failure: (any Error)?
        let seconds = median(5) {
            for _ in 0..<200 { do { _ = try world.step(action) } catch { failure = error } }
        }
        if let failure { throw failure }
        return 200 / seconds
    }

    /// How fast pictures come when nothing holds them back, and what a player has of them: `frame_ms` between
    /// pictures at 20 a second, and the time from a key to the drawn picture that answers it.
    private func play() throws -> [String: Double] {
        var player = try Player(PlaySettings(world: checkpoint))
        let fresh = player
        var action = Action.none(player.actionSpace.channels.count)
        if let turn = player.actionSpace.index(of: "turn") { action.values[turn] = 0.5 }
        var times = FrameStatistics(window: playFrames)
        let begin = Date()
        for _ in 0..<max(1, playFrames / player.groupSize) {
            let start = Date()
            for _ in 0..<player.groupSize { _ = try player.apply(.action(action)) }
            times.add(Date().timeIntervalSince(start) * 1000 / Double(player.groupSize))
        }
        var values = [
            "fps": Double(player.timeline.end) / Date().timeIntervalSince(begin),
            "model_ms_p50": times.percentile(0.5), "model_ms_p99": times.percentile(0.99),
        ]
        #if Window
            let seen = try PlayBenchmark.run(fresh, frames: playFrames)
            values["frame_ms_p50"] = seen.frames.percentile(0.5)
            values["frame_ms_p99"] = seen.frames.percentile(0.99)
            values["key_to_picture_ms"] = seen.keyToPicture.percentile(0.5)
            values["key_to_picture_ms_p95"] = seen.keyToPicture.percentile(0.95)
        #endif
        return values
    }

    private func soak(_ frames: Int) throws -> [String: Double] {
        let player = try Player(PlaySettings(world: checkpoint))
        let bar = json ? nil : ProgressBar(total: frames, label: "Soak")
        let soak = try Soak.run(player, frames: frames) { bar?.update($0) }
        bar?.finish()
        var values = [
            "soak.frame_ms_100": soak.early, "soak.frame_ms_\(frames)": soak.late,
            "soak.cost_ratio": soak.ratio,
        ]
        for (frame, bytes) in soak.resident { values["soak.resident_mb_\(frame)"] = Double(bytes) / 1e6 }
        return values
    }
}
