import Foundation
import Tensors
import Worlds

/// `rollouts.json`: whose recordings a folder holds, so that older ones never stand for those of another candidate.
struct RolloutMark: Codable, Equatable {
    var candidate: String
    var modelHash: String?
    var sampler: SamplerSettings?
    var suiteHash: String
    /// The noise seed of which they are.
    var seed: Int
    var size: String
    /// What they are written as.
    var format: String

    init(candidate: any Candidate, plan: EvaluationPlan, format: RolloutWriter.Format) {
        (self.candidate, modelHash, sampler) = (candidate.name, candidate.modelHash, candidate.sampler)
        (suiteHash, seed, size) = (plan.hash, plan.seeds[0], "\(plan.size.width)x\(plan.size.height)")
        self.format = format.rawValue
    }

    /// Throws where `folder` holds recordings that are not those of this mark.
    func claim(_ folder: URL, names: [String]) throws {
        let url = folder.appendingPathComponent("rollouts.json")
        if try FileStatus.of(url) != nil {
            let known = try? JSONDecoder().decode(Self.self, from: Data(PlainFile.bytes(url, limit: 1 << 20)))
            if known == self { return }
            throw FileError(
                "\(folder.path) holds recordings of another candidate, suite, size, seed or format; give another folder "
                    + "or delete it.")
        }
        let layout = RolloutLayout(folder: folder)
        if let name = try names.first(where: { try layout.place($0) != nil }) {
            throw FileError(
                "\(folder.path) holds recordings already, like \(name), and does not say whose; give another folder.")
        }
        try AtomicFile.write(try JSONLines.line(self), to: url)
    }
}
