import Foundation
import WorldModel

/// Whose score it is: the rows that a checkpoint has, by what is done with memory.
public enum MemoryRow: String, CaseIterable, Sendable {
    case with, without, alone

    public var title: String {
        switch self {
        case .with: "with memory"
        case .without: "without memory"
        case .alone: "memory alone"
        }
    }

    /// nil: the checkpoint's own, of which the run itself is.
    public var trust: TrustRule? {
        switch self {
        case .with: nil
        case .without: TrustRule.none
        case .alone: .memory
        }
    }
}

extension RunFolder {
    /// Where the other rows of a run lie: folders of runs inside its own.
    public func row(_ row: MemoryRow) -> RunFolder {
        row == .with ? self : RunFolder(url.appendingPathComponent("rows").appendingPathComponent(row.rawValue))
    }

    /// The summaries of the rows that there are, of the same suite and size as this run, whose summary is `summary`.
    func rows(_ summary: EvaluationSummary) throws -> [(row: MemoryRow, summary: EvaluationSummary)] {
        let own = try readManifest()
        return try MemoryRow.allCases.compactMap { row in
            if row == .with { return (row, summary) }
            let folder = self.row(row)
            guard FileManager.default.fileExists(atPath: folder.manifest.path) else { return nil }
            let other = try folder.readManifest()
            guard (other.suiteHash, other.width, other.height) == (own.suiteHash, own.width, own.height),
                other.modelHash == own.modelHash
            else { return nil }
            return (row, try folder.readSummary(of: folder.readResults(), other))
        }
    }
}
