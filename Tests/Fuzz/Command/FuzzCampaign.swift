import Foundation
import FuzzReaders
import Synchronization

/// Deals inputs out to worker processes, watches them, and goes on behind whatever stops one.
final class FuzzCampaign: @unchecked Sendable {
    let readers: [FuzzReader]
    let inputs: Int
    let seed: UInt64
    let corpus: String?
    let keep: URL?
    let jobs: Int
    private let known = Mutex<Set<String>>([])

    init(readers: [FuzzReader], inputs: Int, seed: UInt64, corpus: String?, keep: URL?, jobs: Int) {
        (self.readers, self.inputs, self.seed) = (readers, inputs, seed)
        (self.corpus, self.keep, self.jobs) = (corpus, keep, jobs)
    }

    func run() throws -> [FuzzTally] {
        let all = readers.reduce(0) { $0 + $1.share }
        let tallies = Mutex([FuzzTally](repeating: FuzzTally(), count: readers.count))
        let next = Mutex(0)
        let failure = Mutex<(any Error)?>(nil)
        let scratch = try ScratchFolder()
        let folder = scratch.url
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while true {
                let index = next.withLock { value in
                    defer { value += 1 }
                    return value
                }
                guard index < readers.count, failure.withLock({ $0 == nil }) else { return }
                // Every reader has its sound inputs read, and its share of the others.
                let least = readers[index].seeds.count + FuzzWorker.corpus(corpus, readers[index].name).count
                let count = max(least, Int((Double(inputs) * readers[index].share / all).rounded(.up)))
                do {
                    let tally = try read(readers[index], count, folder)
                    tallies.withLock { $0[index] = tally }
                } catch { failure.withLock { $0 = error } }
            }
        }
        withExtendedLifetime(scratch) {}
        if let failure = failure.withLock({ $0 }) { throw failure }
        return tallies.withLock { $0 }
    }

    /// All inputs of one reader, with a new worker wherever one has ended before its time.
    private func read(_ reader: FuzzReader, _ count: Int, _ folder: URL) throws -> FuzzTally {
        var tally = FuzzTally()
        var first = 0
        while first < count {
            let worker = try WatchedWorker(self, reader.name, first..<count, in: folder)
            let stop = worker.wait()
            tally.accepted += worker.status[.accepted]
            tally.refused += worker.status[.refused]
            for (number, words) in worker.nonsense {
                report(FuzzFinding(reader: reader.name, kind: .nonsense, number: number, words: words), reader, &tally)
            }
            guard stop != .done else { break }
            let number = worker.status[.input]
            report(try explained(reader.name, number, stop, in: folder), reader, &tally)
            first = number + 1
        }
        return tally
    }

    /// Reads an input again, alone and without a bound, to see what it was and where.
    private func explained(_ reader: String, _ number: Int, _ stop: WatchedWorker.Stop, in folder: URL) throws
        -> FuzzFinding
    {
        let again = try WatchedWorker(self, reader, number..<number + 1, bounded: false, in: folder)
        let outcome = again.wait()
        switch outcome {
        case .hung: return FuzzFinding(reader: reader, kind: .hang, number: number, words: "no end after 5 s")
        case .died:
            return FuzzFinding(reader: reader, kind: .crash, number: number, words: FuzzFinding.place(again.output))
        case .done where again.status[.peak] > FuzzWorker.memory / 2:
            let megabytes = again.status[.peak] >> 20
            return FuzzFinding(reader: reader, kind: .allocation, number: number, words: "\(megabytes) MB")
        case .done:
            let what = stop == .hung ? FuzzFinding.Kind.hang : .crash
            return FuzzFinding(reader: reader, kind: what, number: number, words: "not when read again alone")
        }
    }

    private func report(_ finding: FuzzFinding, _ reader: FuzzReader, _ tally: inout FuzzTally) {
        tally.count(finding.kind)
        guard known.withLock({ $0.insert(finding.signature).inserted }) else { return }
        StandardOutput.tell(finding.line)
        guard let keep else { return }
        let input = FuzzMutator(reader, corpus: FuzzWorker.corpus(corpus, reader.name), seed: seed).input(
            finding.number)
        try? FileManager.default.createDirectory(at: keep, withIntermediateDirectories: true)
        let name = "\(finding.reader)-\(finding.kind.rawValue)-\(finding.number)"
        try? Data(input).write(to: keep.appendingPathComponent(name))
        try? Data(finding.line.utf8).write(to: keep.appendingPathComponent(name + ".txt"))
    }
}
