import Foundation
import Tensors

/// `run.json`: what a folder's results belong to, so that a run is not continued with another candidate or suite.
struct RunMark: Codable, Equatable {
    var candidate: String
    var modelHash: String?
    var plan: String
    var probes: [String: String]
    /// Nil for worlds without, and in older runs.
    var sampler: SamplerSettings?

    init(candidate: any Candidate, plan: EvaluationPlan) throws {
        probes = try ProbeFolder.shipped.hashes()
        self.candidate = candidate.name
        (modelHash, sampler) = (candidate.modelHash, candidate.sampler)
        let shard = plan.shard.map { "\($0.part)/\($0.of)" } ?? "all"
        self.plan = "\(plan.hash) \(plan.seeds) \(plan.size.width)x\(plan.size.height) \(shard)"
    }

    private static func url(_ folder: RunFolder) -> URL { folder.url.appendingPathComponent("run.json") }

    func write(_ folder: RunFolder) throws {
        try AtomicFile.write(try JSONLines.line(self), to: Self.url(folder))
    }

    /// Throws where the folder holds something else.
    func check(_ folder: RunFolder) throws {
        let url = Self.url(folder)
        let data = (try? Data(contentsOf: url)) ?? Data()
        var mark = try? JSONDecoder().decode(RunMark.self, from: data)
        if mark?.sampler == nil { mark?.sampler = sampler }
        guard mark == self else {
            throw FileError(
                "\(folder.url.path) holds results of another candidate, suite, size, seeds, probes, steps, precision or device; give another --out or delete it."
            )
        }
    }
}
