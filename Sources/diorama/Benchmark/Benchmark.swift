import ArgumentParser
import Foundation
import Playing
import Tensors

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the engine, the reference world, training and play; medians of several runs.",
        discussion: """
            Quiet the machine first: one busy process on two cores halves the numbers. The report's second line tells which \
            kernels and which --precision auto this machine was once measured to be fastest with, and how fast each was. \
            --cases picks from

              peak       one large product in bf16, f32 and int8; copying from memory and within the caches
              yardstick  a fixed network with random weights (64 tokens a frame, width 384, depth 12, 16 frames of \
            cached context, 4 denoising passes and a cache pass; 20.1 GFLOP a frame) in every precision
              isa        the peak and the yardstick under every instruction set this machine has: baseline, avx2, \
            avx512, avx512bf16; the environment variable DIORAMA_ISA holds any command to one of them
              training   a step of a 10 M-parameter transformer and of the compression network, end to end, with the \
            shares of loading and rendering data
              world      the reference world at 64 x 64, with truth
              play       the checkpoint without a window, then in one at its own rate
              load       play beside one and two busy processes
              agreement  with --device cuda alone: how far the GPU's primitives, gradients, streamed frames and losses \
            of short trainings are from the CPU's in f32; exits with 1 where they are too far
              roofline   where a frame of the yardstick and of the checkpoint goes, piece by piece, and how near each \
            piece is to what arithmetic and memory allow

              diorama benchmark --cases peak yardstick roofline
              diorama benchmark --checkpoint runs/mine/checkpoint --json
            """)

    enum Case: String, CaseIterable, ExpressibleByArgument {
        case agreement, peak, yardstick, isa, training, world, play, load, roofline
    }

    @OptionGroup var place: DeviceOption
    @Flag(help: "One JSON object.") var json = false
    @Flag(help: "Markdown tables, as in docs/benchmarks.md.") var markdown = false
    @Option(help: "The checkpoint to play (default: small).") var checkpoint: String?
    @Option(parsing: .upToNextOption, help: "What to measure; by default everything.") var cases: [Case] = []
    @Option(
        help:
            "Arithmetic of the checkpoint: f32, bf16, int8, or auto, the fastest here that keeps the quality (default: auto)."
    )
    var precision: PrecisionChoice?
    @Option(help: "Frames to play (default: 200).") var playFrames: Int?
    @Option(help: "Play so many frames instead and compare the last with frame 100: cost and memory.")
    var soakFrames: Int?
    @Flag(help: "On a GPU: launch kernels one by one instead of capturing passes as graphs.") var noGraph = false
    @Option(help: "Write the yardstick's weights, input and output to this folder instead, for other engines.")
    var exportYardstick: String?

    func validate() throws {
        if playFrames ?? 20 < 20 { throw ValidationError("--play-frames must be 20 or more.") }
        if let soakFrames, soakFrames < 300 { throw ValidationError("--soak-frames must be 300 or more.") }
        if json && markdown { throw ValidationError("--json and --markdown are two forms of one report; choose one.") }
        try refuseWhatDoesNothing()
    }

    private func refuseWhatDoesNothing() throws {
        let plays = [("--checkpoint", checkpoint != nil), ("--precision", precision != nil)]
        let frames = [("--play-frames", playFrames != nil)]
        if exportYardstick != nil {
            try Conflict.refuse(
                plays + frames + [
                    ("--cases", !cases.isEmpty), ("--soak-frames", soakFrames != nil), ("--json", json),
                    ("--markdown", markdown),
                ], beside: "--export-yardstick", "it measures nothing")
        }
        if soakFrames != nil {
            try Conflict.refuse(
                frames + [("--cases", !cases.isEmpty)], beside: "--soak-frames", "it measures instead of them")
        } else if !cases.isEmpty {
            let named = "--cases \(cases.map(\.rawValue).joined(separator: " "))"
            if Set(cases).isDisjoint(with: [.play, .load, .roofline]) {
                try Conflict.refuse(plays, beside: named, "they play no checkpoint")
            }
            if Set(cases).isDisjoint(with: [.play, .load]) {
                try Conflict.refuse(frames, beside: named, "they play no frames")
            }
        }
        if place.device == .cpu { try Conflict.refuse([("--no-graph", noGraph)], without: "--device cuda") }
    }

    func run() throws {
        try place.choose()
        if noGraph { CUDADevice.chosen?.capturesGraphs = false }
        if let exportYardstick { return try YardstickExport.write(to: URL(fileURLWithPath: exportYardstick)) }
        var report = BenchmarkReport()
        let chosen = Case.allCases.filter { cases.isEmpty || cases.contains($0) }
        var done = 0
        if let soakFrames {
            report.add(try SoakBenchmark(settings: settings, showsProgress: !json).run(frames: soakFrames))
        } else {
            Interrupt.catchSignals()
            for measured in chosen {
                if Interrupt.requested { break }
                try run(measured, into: &report)
                done += 1
            }
        }
        print(try report.text(json ? .json : markdown ? .markdown : .plain))
        if soakFrames == nil, done < chosen.count {
            throw Stopped("Stopped after \(done) of \(chosen.count) cases: the others were not measured.")
        }
        if report.disagrees { throw ExitCode.failure }
    }

    private var settings: PlaySettings {
        var settings = PlaySettings(world: checkpoint ?? "small")
        settings.precision = (precision ?? .auto).resolved
        return settings
    }

    private func run(_ measured: Case, into report: inout BenchmarkReport) throws {
        switch measured {
        case .agreement:
            if let device = CUDADevice.chosen {
                let agreement = DeviceAgreement(device: device)
                let streams = agreement.streamRows()
                report.add(agreement.rows() + streams.rows, key: "agreement")
                report.add(agreement.trainingRows(), key: "agreement.training")
                report.add(["agreement.captured": Double(streams.captured)])
            }
        case .peak: report.add(PeakBenchmark().run())
        case .yardstick:
            for precision in Context.Precision.allCases {
                report.add(["yardstick.\(precision.rawValue).fps": YardstickBenchmark(precision).framesPerSecond()])
            }
        case .isa: report.add(try InstructionSetBenchmark().run())
        case .training: report.add(try TrainingBenchmark().run())
        case .world: report.add(try WorldBenchmark().run())
        case .play: report.add(try PlaySpeed(settings: settings, frames: playFrames ?? 200).run())
        case .load: report.add(try LoadBenchmark(settings: settings, frames: playFrames ?? 200).run())
        case .roofline:
            let roofline = RooflineBenchmark()
            report.add(roofline.yardstick(.bf16), title: "yardstick in bf16", key: "yardstick")
            report.add(roofline.yardstick(.int8), title: "yardstick in int8", key: "yardstick.int8")
            report.add(roofline.yardstick(.f32), title: "yardstick in f32", key: "yardstick.f32")
            if let table = try roofline.play(settings) {
                report.add(table, title: settings.world, key: settings.world)
            }
        }
    }
}
