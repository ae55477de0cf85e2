import Foundation
import Tensors

/// The folder that an evaluation of one candidate leaves: `results.jsonl`, `summary.json`, `manifest.json`, `frames/`.
public struct RunFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    public var results: URL { url.appendingPathComponent("results.jsonl") }
    public var summary: URL { url.appendingPathComponent("summary.json") }
    public var manifest: URL { url.appendingPathComponent("manifest.json") }
    public var frames: URL { url.appendingPathComponent("frames") }
    public var strips: URL { frames.appendingPathComponent("strips.jsonl") }

    public func readResults() throws -> [ResultRecord] { try JSONLines.read(results, flaw: \.flaw) }
    public func readStrips() throws -> [FrameStrip] { try JSONLines.read(strips, flaw: \.flaw) }
    public func readSummary() throws -> EvaluationSummary { try read(summary) }

    /// The summary, where it is what the records amount to; throws where it is not, or where these are others than the run's.
    func readSummary(of records: [ResultRecord], _ manifest: Manifest) throws -> EvaluationSummary {
        let told = try readSummary()
        guard try RunRecorder.hash(records) == manifest.resultsHash else {
            throw FileError("\(results.path) was changed after the run; evaluate again in another folder.")
        }
        guard RunSummary(records).summary(candidate: manifest.candidate, suite: manifest.suite, all: records) == told
        else {
            throw FileError(
                "\(summary.path) is not what the records amount to; the evaluation's command writes it anew.")
        }
        return told
    }

    public func readManifest() throws -> Manifest {
        let made: Manifest = try read(manifest)
        if let flaw = made.flaw { throw FileError("\(manifest.path) \(flaw); evaluate again to write it anew.") }
        return made
    }

    /// Where the picture of `strip` lies: in this folder, whatever its name says.
    func picture(_ strip: FrameStrip) throws -> URL {
        try FolderName.url(strip.file, in: url, levels: 2, from: strips)
    }

    /// This folder where it holds nothing or results of the same candidate and plan, such as those of the same weights; else one beside it.
    public func place(for candidate: any Candidate, _ plan: EvaluationPlan) throws -> RunFolder {
        try RunMark.place(self, candidate: candidate, plan: plan)
    }

    private func read<T: Decodable>(_ file: URL) throws -> T {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw FileError("Cannot read \(file.path); give the folder that `diorama evaluate --out` wrote.")
        }
        let data = try FileContents.data(file, what: file.lastPathComponent, limit: 64 << 20)
        do { return try JSONDecoder().decode(T.self, from: data) } catch {
            let complaint = (error as? DecodingError)?.complaint ?? "is not sound"
            throw FileError("\(file.path) \(complaint); evaluate again to write it anew.")
        }
    }
}
