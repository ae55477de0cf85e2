import Foundation
import Training

/// Steps with a line of progress, a JSON-lines log, and a saved state from time to time and on Ctrl-C.
struct TrainingLoop {
    let label: String
    let folder: URL
    let steps: Int
    let optimizer: Optimizer
    /// A second optimizer whose state is kept as well.
    var companion: Optimizer?
    /// Steps between validations.
    var validationSteps = 500
    var state: URL { folder.appendingPathComponent("\(label).state.safetensors") }
    private var companionState: URL { folder.appendingPathComponent("\(label).companion.state.safetensors") }

    /// Returns whether all steps were made. Every three minutes `checkpoint` runs, every `validationSteps` steps `validate`
    /// after it, whose words join the progress; `flops` counts arithmetic so far.
    func run(
        flops: () -> Double, step: () throws -> Float, checkpoint: (Int) throws -> Void,
        validate: ((Int) throws -> String)? = nil
    ) throws -> Bool {
        Interrupt.catchSignals()
        if FileManager.default.fileExists(atPath: state.path) {
            _ = try optimizer.load(from: state)
            _ = try companion?.load(from: companionState)
        }
        let log = folder.appendingPathComponent("\(label).jsonl")
        if !FileManager.default.fileExists(atPath: log.path) {
            try Data().write(to: log)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        let first = optimizer.step
        let begin = Date()
        var saved = begin
        var smooth: Float?
        while optimizer.step < steps && !Interrupt.requested {
            let loss = try step()
            smooth = smooth.map { $0 * 0.95 + loss * 0.05 } ?? loss
            let seconds = Date().timeIntervalSince(begin)
            let done = optimizer.step
            let each = seconds / Double(done - first)
            let gflops = flops() / seconds / 1e9
            try handle.write(
                contentsOf: Data(
                    "{\"step\":\(done),\"loss\":\(loss),\"seconds\":\(seconds),\"gflops\":\(gflops)}\n".utf8))
            let line = String(
                format: "%@ %d/%d  loss %.4f  %.2f s a step  %.0f GFLOP/s  %d min left", label, done, steps,
                smooth!, each, gflops, Int(each * Double(steps - done) / 60))
            if isatty(2) == 1 {
                FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
            } else if done % 50 == 0 || done == first + 5 {
                FileHandle.standardError.write(Data("\(line)\n".utf8))
            }
            let validates = validate != nil && done % max(1, validationSteps) == 0
            if validates || Date().timeIntervalSince(saved) > 180 {
                try save()
                try checkpoint(done)
                saved = Date()
            }
            if validates, let validate {
                let words = try validate(done)
                let end = isatty(2) == 1 ? "\r\u{1B}[K" : ""
                FileHandle.standardError.write(Data("\(end)\(label) \(done): \(words)\n".utf8))
            }
        }
        if isatty(2) == 1 { FileHandle.standardError.write(Data("\n".utf8)) }
        try save()
        try checkpoint(optimizer.step)
        return optimizer.step >= steps
    }

    private func save() throws {
        try companion?.save(to: companionState)
        try optimizer.save(to: state)
    }
}
