import Foundation
import Testing

/// Signals save, say where they stopped, and leave the exit status of what ended the work.
struct InterruptTests {
    private let training: TrainingCommand

    init() throws {
        training = try TrainingCommand()
        try training.settings("long.yaml", ["compressorSteps": "1000000", "episodes": "3000"])
        try training.settings("steps.yaml", ["compressorSteps": "1000000"])
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func trainingSavesAndSaysWhere(_ signal: Int32, _ status: Int32) throws {
        let command = ["train", "compressor", "--run", "run", "--config", "steps.yaml"]
        let end = try training.interrupted(command, signal) { _ in training.lines("run/compressor.jsonl").count > 6 }
        #expect(end.reason == .exit && end.status == status, "\(end)")
        let steps = training.lines("run/compressor.jsonl").count
        #expect(end.errors.contains("Stopped at step \(steps) of 1000000, saved in run; the same command goes on."))
        let on = try training.train("compressor", "run", "--steps", "\(steps + 2)")
        #expect(on.status == 0, "\(on.errors)")
        #expect(training.lines("run/compressor.jsonl").count == steps + 2)
    }

    @Test func beforeTheFirstStepToo() throws {
        let command = ["train", "compressor", "--run", "run", "--config", "long.yaml"]
        let end = try training.interrupted(command, SIGTERM) { $0.contains("Pictures") }
        #expect(end.reason == .exit && end.status == 143, "\(end)")
        #expect(end.errors.contains("of 3000 pictures"), "\(end.errors)")
    }

    @Test func recordingKeepsWhatIsDone() throws {
        let command = ["record", "--output", "set", "--episodes", "100000", "--frames", "4", "--size", "16x16"]
        let index = "set/index.jsonl"
        let end = try training.interrupted(command, SIGINT) { _ in training.lines(index).count > 8 }
        #expect(end.reason == .exit && end.status == 130, "\(end)")
        #expect(end.errors.contains("Stopped after \(training.lines(index).count) of 100000 episodes"), "\(end.errors)")
    }

    @Test func anEvaluationGoesOn() throws {
        let command = ["evaluate", "--suite", "smoke", "--world", "reference", "--size", "32x32", "--no-frames"]
        let end = try training.interrupted(command + ["--out", "run"], SIGINT) { _ in
            training.lines("run/results.jsonl").count > 2
        }
        #expect(end.reason == .exit && end.status == 130, "\(end)")
        #expect(end.errors.contains("the same command goes on with what is in run"), "\(end.errors)")
    }
}
