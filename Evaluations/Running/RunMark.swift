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
    /// Nil for worlds without, and in older runs.
    var codecHash: String?
    var parts: [String: String]?
    /// How recordings are read; what older versions made of them is made anew.
    var reading: Int?

    init(candidate: any Candidate, plan: EvaluationPlan) throws {
        probes = try ProbeFolder.shipped.hashes(of: plan.cases)
        self.candidate = candidate.name
        (modelHash, sampler) = (candidate.modelHash, candidate.sampler)
        (codecHash, parts) = (candidate.codecHash, candidate.parts)
        let shard = plan.shard.map { "\($0.part)/\($0.of)" } ?? "all"
        reading = candidate is VideoCandidate ? 2 : nil
        self.plan = "\(plan.hash) \(plan.seeds) \(plan.size.width)x\(plan.size.height) \(shard)"
    }

    private static func url(_ folder: RunFolder) -> URL { folder.url.appendingPathComponent("run.json") }

    func write(_ folder: RunFolder) throws {
        try AtomicFile.write(try JSONLines.line(self), to: Self.url(folder))
    }

    /// Throws where the folder holds results of something else.
    static func check(_ folder: RunFolder, candidate: any Candidate, plan: EvaluationPlan) throws {
        _ = try isCurrent(folder, candidate: candidate, plan: plan)
    }

    /// Whether the folder's results, if it has any, are as good as new ones; throws where they are of something else.
    static func isCurrent(_ folder: RunFolder, candidate: any Candidate, plan: EvaluationPlan) throws -> Bool {
        guard FileManager.default.fileExists(atPath: folder.results.path) else { return true }
        let own = try RunMark(candidate: candidate, plan: plan)
        guard let mark = own.twin(folder) else {
            throw FileError(
                "\(folder.url.path) holds results of another candidate, suite, size, seeds, probes, steps, precision "
                    + "or device; give another --out or delete it."
            )
        }
        return mark.reading == own.reading
    }

    /// The folder's mark where it is of the same candidate and plan, however recordings were read.
    private func twin(_ folder: RunFolder) -> RunMark? {
        let data = (try? Data(contentsOf: Self.url(folder))) ?? Data()
        guard var mark = try? JSONDecoder().decode(RunMark.self, from: data) else { return nil }
        mark.sampler = mark.sampler ?? sampler
        mark.codecHash = mark.codecHash ?? codecHash
        mark.parts = mark.parts ?? parts
        var same = mark
        same.reading = reading
        return same == self ? mark : nil
    }

    /// `folder` where it holds nothing or results of the same candidate and plan, else one beside it whose name tells the two apart.
    static func place(_ folder: RunFolder, candidate: any Candidate, plan: EvaluationPlan) throws -> RunFolder {
        let mark = try RunMark(candidate: candidate, plan: plan)
        if mark.twin(folder) != nil || !FileManager.default.fileExists(atPath: folder.results.path) { return folder }
        let name = "\(folder.url.lastPathComponent)-\(SHA256.of(try JSONLines.line(mark)).prefix(8))"
        return RunFolder(folder.url.deletingLastPathComponent().appendingPathComponent(name))
    }
}
