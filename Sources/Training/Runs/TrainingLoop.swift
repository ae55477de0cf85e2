import Communication
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
    /// The time that the steps are to take instead, and what is told of their number as it changes.
    var budget: TimeBudget?
    var replan: (Int) -> Void = { _ in }
    /// The setting to lower where training diverges.
    let rate: String
    private var state: URL { folder.file(TrainingFolder.state(of: label)) }

    init(_ part: TrainingPart, _ folder: TrainingFolder, steps: Int, optimizer: Optimizer) {
        (label, rate) = (part.rawValue, part.rate)
        (self.folder, self.steps, self.optimizer) = (folder, steps, optimizer)
    }

    /// Makes all steps that are left, with the optimizer's other processes, of which the first does what follows. Every three
    /// minutes `checkpoint` runs, every `validationSteps` steps `validate` after it, whose words join the progress; the state is saved
    /// last, so that what a kill cuts short is made again. `flops` counts arithmetic so far.
    /// Throws `Stopped` after a signal; where training diverges, what was saved before stays.
    func run(
        flops: () -> Double, step: () throws -> Float, checkpoint: (Int) throws -> Void,
        validate: ((Int) throws -> String)? = nil
    ) throws {
        let processes = optimizer.processes
        try processes.firstThenOthers {
            if folder.has(TrainingFolder.state(of: label)) {
                try optimizer.load(from: state, companion: companion)
            } else if folder.has("checkpoint") {
                // Its first weights are those of a checkpoint that will change.
                try optimizer.save(to: state, companion: companion)
            }
        }
        try checkAgreement()
        var steps = budget?.steps ?? self.steps
        if budget?.steps != nil { replan(steps) }
        let first = optimizer.step
        var saved = (step: first, at: Date())
        let log = processes.isFirst ? try TrainingLog(folder.file("\(label).jsonl"), steps: first) : nil
        var watch = DivergenceWatch()
        for loss in log?.losses ?? [] { _ = watch.takes(loss) }
        func save() throws {
            guard processes.isFirst else { return }
            let done = optimizer.step
            guard optimizer.isFinite, companion?.isFinite ?? true else { throw diverged("a weight", saved.step) }
            do {
                try checkpoint(done)
                if let validate, done % max(1, validationSteps) == 0 { say("\(label) \(done): \(try validate(done))") }
                try optimizer.save(to: state, companion: companion)
                try budget?.keep()
            } catch let error as FileError {
                throw FileError("\(error) \(kept(saved.step))")
            }
            saved = (done, Date())
        }
        let begin = Date()
        var stops = processes.sum([Interrupt.requested ? 1 : 0])[0] > 0
        while optimizer.step < steps && !stops {
            let own = try step()
            let sums = processes.sum([own * optimizer.share, Interrupt.requested ? 1 : 0])
            let loss = sums[0]
            stops = sums[1] > 0
            guard let log else { continue }
            guard watch.takes(loss), let mean = watch.mean else { throw diverged("the loss, \(loss),", saved.step) }
            let seconds = max(1e-6, Date().timeIntervalSince(begin))
            let done = optimizer.step
            let gflops = flops() * Double(processes.size) / seconds / 1e9
            do { try log.append(step: done, loss: loss, seconds: seconds, gflops: gflops) } catch {
                throw FileError("\(error) \(kept(saved.step))")
            }
            if let planned = budget?.planned(done: done, since: first, seconds: seconds) {
                steps = planned
                replan(steps)
            }
            tell(done, of: steps, since: first, mean, seconds: seconds, gflops: gflops)
            let validates = validate != nil && done % max(1, validationSteps) == 0
            if watch.isSound, validates || Date().timeIntervalSince(saved.at) > 180 { try save() }
        }
        if StandardError.isTerminal, processes.isFirst { StandardError.write("\n") }
        let done = optimizer.step
        guard watch.isSound else { throw diverged("the loss", saved.step) }
        if done > saved.step { try save() }
        processes.meet()
        guard done < steps else { return }
        throw Stopped(
            "Stopped at step \(done) of \(steps), saved in \(folder.url.relativePath); the same command goes on.")
    }

    /// Throws where processes begin with other weights or steps: where they do not see one folder.
    private func checkAgreement() throws {
        let own = Array("\(optimizer.step) \(optimizer.store.fingerprint)".utf8)
        let all = optimizer.processes.gather(own)
        guard let other = all.firstIndex(where: { $0 != all[0] }) else { return }
        throw FileError(
            "Process \(other) of \(all.count) begins with other weights than process 0: give all of them one "
                + "\(folder.url.relativePath), in a file system that they share.")
    }

    private func tell(
        _ done: Int, of steps: Int, since first: Int, _ loss: Float, seconds: Double, gflops: Double
    ) {
        let each = seconds / Double(done - first)
        let line = String(
            format: "%@ %d/%@  loss %.4f  %.2f s a step  %.0f GFLOP/s  %d min left", label, done,
            steps == TimeBudget.mostSteps ? "?" : "\(steps)", loss, each, gflops,
            Int(min(budget?.left ?? .infinity, each * Double(steps - done)) / 60))
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
