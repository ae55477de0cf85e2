import Foundation
import Tensors
import Worlds

/// Steps with a line of progress, a JSON-lines log, and a saved state from time to time and when a signal ends it.
struct TrainingLoop {
    let label: String
    let folder: TrainingFolder
    let steps: Int
    let optimizer: Optimizer
    /// A second optimizer whose state is kept as well.
    var companion: Optimizer?
    /// Steps between validations.
    var validationSteps = 500
    /// The setting to lower where training diverges.
    let rate: String
    private var state: URL { folder.file(TrainingFolder.state(of: label)) }

    init(_ part: TrainingPart, _ folder: TrainingFolder, steps: Int, optimizer: Optimizer) {
        (label, rate) = (part.rawValue, part.rate)
        (self.folder, self.steps, self.optimizer) = (folder, steps, optimizer)
    }

    /// Makes all steps that are left. Every three minutes `checkpoint` runs, every `validationSteps` steps `validate` after it, whose
    /// words join the progress; the state is saved last, so that what a kill cuts short is made again. `flops` counts arithmetic so far.
    /// Throws `Stopped` after a signal; where training diverges, what was saved before stays.
    func run(
        flops: () -> Double, step: () throws -> Float, checkpoint: (Int) throws -> Void,
        validate: ((Int) throws -> String)? = nil
    ) throws {
        if folder.has(TrainingFolder.state(of: label)) {
            try optimizer.load(from: state, companion: companion)
        } else if folder.has("checkpoint") {
            // Its first weights are those of a checkpoint that will change.
            try optimizer.save(to: state, companion: companion)
        }
        let first = optimizer.step
        var saved = (step: first, at: Date())
        let log = try TrainingLog(folder.file("\(label).jsonl"), steps: first)
        var watch = DivergenceWatch()
        for loss in log.losses { _ = watch.takes(loss) }
        func save() throws {
            let done = optimizer.step
            guard optimizer.isFinite, companion?.isFinite ?? true else { throw diverged("a weight", saved.step) }
            do {
                try checkpoint(done)
                if let validate, done % max(1, validationSteps) == 0 { say("\(label) \(done): \(try validate(done))") }
                try optimizer.save(to: state, companion: companion)
            } catch let error as FileError {
                throw FileError("\(error) \(kept(saved.step))")
            }
            saved = (done, Date())
        }
        let begin = Date()
        while optimizer.step < steps && !Interrupt.requested {
            let loss = try step()
            guard watch.takes(loss), let mean = watch.mean else { throw diverged("the loss, \(loss),", saved.step) }
            let seconds = max(1e-6, Date().timeIntervalSince(begin))
            let done = optimizer.step
            let gflops = flops() / seconds / 1e9
            do { try log.append(step: done, loss: loss, seconds: seconds, gflops: gflops) } catch {
                throw FileError("\(error) \(kept(saved.step))")
            }
            tell(done, since: first, mean, seconds: seconds, gflops: gflops)
            let validates = validate != nil && done % max(1, validationSteps) == 0
            if watch.isSound, validates || Date().timeIntervalSince(saved.at) > 180 { try save() }
        }
        if StandardError.isTerminal { StandardError.write("\n") }
        let done = optimizer.step
        guard watch.isSound else { throw diverged("the loss", saved.step) }
        if done > saved.step { try save() }
        guard done < steps else { return }
        throw Stopped(
            "Stopped at step \(done) of \(steps), saved in \(folder.url.relativePath); the same command goes on.")
    }

    private func tell(_ done: Int, since first: Int, _ loss: Float, seconds: Double, gflops: Double) {
        let each = seconds / Double(done - first)
        let line = String(
            format: "%@ %d/%d  loss %.4f  %.2f s a step  %.0f GFLOP/s  %d min left", label, done, steps, loss, each,
            gflops, Int(each * Double(steps - done) / 60))
        if StandardError.isTerminal {
            StandardError.write("\r\u{1B}[K\(line)")
        } else if done % 50 == 0 || done == first + 5 {
            StandardError.write("\(line)\n")
        }
    }

    private func say(_ words: String) {
        StandardError.write("\(StandardError.isTerminal ? "\r\u{1B}[K" : "")\(words)\n")
    }

    private func diverged(_ what: String, _ saved: Int) -> FileError {
        FileError(
            "Training has diverged at step \(optimizer.step): \(what) is not finite, or far above what it was. "
                + "\(kept(saved)) Lower \(rate) and give the command again.")
    }

    private func kept(_ step: Int) -> String {
        step == 0
            ? "Nothing of this training is kept in \(folder.url.relativePath)."
            : "\(folder.url.relativePath) keeps step \(step) as it was saved."
    }
}
