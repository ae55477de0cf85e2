import Foundation
import Scenarios
import Tensors
import WorldModel

/// What reads the facts of clips; beside it lies its hash.
extension ProbeFolder {
    private static let name = "facts"
    private var factWeights: URL { url.appendingPathComponent("\(Self.name).safetensors") }
    private var factHash: URL { url.appendingPathComponent("\(Self.name).json") }

    public func captioner() throws -> Captioner {
        guard let hash = SHA256.of(file: factWeights) else {
            throw FileError("\(factWeights.path) cannot be read: `diorama train captioner` makes it.")
        }
        guard try hash == factHashes()[Self.name] else {
            throw FileError("\(factWeights.path) is not the captioner whose hash \(factHash.path) gives.")
        }
        let probe = FactProbe(seed: nil)
        try ParameterFile.load(probe.store, factWeights)
        return Captioner(probe, motion: try motion())
    }

    /// Writes a captioner's probe with its hash.
    public func write(facts probe: FactProbe) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try ParameterFile.save(probe.store, factWeights, .bf16)
        try AtomicFile.write(JSONText.data([Self.name: SHA256.of(file: factWeights)]), to: factHash)
    }

    /// The hashes of what cases are read with: that of the captioner where facts are asked for.
    func hashes(of cases: [ScenarioCase]) throws -> [String: String] {
        let needsFacts = cases.contains { $0.isOfPrompting && PromptTask(rawValue: $0.family)?.needsWords == true }
        return try needsFacts ? hashes().merging(factHashes()) { $1 } : hashes()
    }

    private func factHashes() throws -> [String: String] {
        let data = try FileContents.data(factHash, what: "captioner's hash", limit: 1 << 16)
        guard let hashes = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw FileError("\(factHash.path) is not JSON of names and hashes.")
        }
        return hashes
    }
}
