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

    public func readResults() throws -> [ResultRecord] { try JSONLines.read(results) }
    public func readStrips() throws -> [FrameStrip] { try JSONLines.read(strips) }
    public func readSummary() throws -> EvaluationSummary { try read(summary) }
    public func readManifest() throws -> Manifest { try read(manifest) }

    private func read<T: Decodable>(_ file: URL) throws -> T {
        guard let data = try? Data(contentsOf: file) else {
            throw FileError("Cannot read \(file.path); give the folder that `diorama evaluate --out` wrote.")
        }
        do { return try JSONDecoder().decode(T.self, from: data) } catch {
            let complaint = (error as? DecodingError)?.complaint ?? "is not sound"
            throw FileError("\(file.path) \(complaint); evaluate again to write it anew.")
        }
    }
}
