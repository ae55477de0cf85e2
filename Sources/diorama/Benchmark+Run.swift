import ArgumentParser
import Benchmarks
import Foundation
import Playing
import Tensors
import Worlds

extension Benchmark {
    func run() throws {
        let device = try place.chosen()
        if noGraph { device?.capturesGraphs = false }
        if let exportYardstick { return try YardstickExport.write(to: URL(fileURLWithPath: exportYardstick)) }
        var report = BenchmarkReport(device: device)
        let settings = settings(on: device)
        let chosen = Case.allCases.filter { cases.isEmpty || cases.contains($0) }
        var done = 0
        if let soakFrames {
            report.add(
                try SoakBenchmark(settings: settings, device: device, showsProgress: !json).run(frames: soakFrames))
        } else {
            Interrupt.catchSignals()
            for measured in chosen {
                if Interrupt.requested { break }
                try run(measured, settings, on: device, into: &report)
                done += 1
            }
        }
        print(try report.text(json ? .json : markdown ? .markdown : .plain))
        if soakFrames == nil, done < chosen.count {
            throw Stopped("Stopped after \(done) of \(chosen.count) cases: the others were not measured.")
        }
        if report.disagrees { throw ExitCode.failure }
    }

    func settings(on device: CUDADevice?) -> PlaySettings {
        var settings = PlaySettings(world: checkpoint ?? "small")
        settings.precision = (precision ?? .auto).resolved(on: device)
        return settings
    }

    func run(
        _ measured: Case, _ settings: PlaySettings, on device: CUDADevice?, into report: inout BenchmarkReport
    ) throws {
        switch measured {
        case .agreement:
            if let device {
                let agreement = DeviceAgreement(device: device)
                let streams = agreement.streamRows()
                report.add(agreement.rows() + streams.rows, key: "agreement")
                report.add(agreement.trainingRows(), key: "agreement.training")
                report.add(["agreement.captured": Double(streams.captured)])
            }
        case .peak: report.add(PeakBenchmark(device: device).run())
        case .yardstick:
            for precision in Context.Precision.allCases {
                report.add([
                    "yardstick.\(precision.rawValue).fps": YardstickBenchmark(precision, on: device).framesPerSecond()
                ])
            }
        case .isa: report.add(try InstructionSetBenchmark().run())
        case .training: report.add(try TrainingBenchmark(device: device).run())
        case .world: report.add(try WorldBenchmark().run())
        case .play: report.add(try PlaySpeed(settings: settings, device: device, frames: playFrames ?? 200).run())
        case .load: report.add(try LoadBenchmark(settings: settings, device: device, frames: playFrames ?? 200).run())
        case .roofline:
            let roofline = RooflineBenchmark(device: device)
            report.add(roofline.yardstick(.bf16), title: "yardstick in bf16", key: "yardstick")
            report.add(roofline.yardstick(.int8), title: "yardstick in int8", key: "yardstick.int8")
            report.add(roofline.yardstick(.f32), title: "yardstick in f32", key: "yardstick.f32")
            if let table = try roofline.play(settings) {
                report.add(table, title: settings.world, key: settings.world)
            }
        }
    }
}
