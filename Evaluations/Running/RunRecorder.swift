import Foundation
import Tensors

/// Writes what comes after the records: `summary.json` and `manifest.json`.
public struct RunRecorder: Sendable {
    public var folder: RunFolder
    public var commandLine: [String]

    public init(folder: RunFolder, commandLine: [String] = CommandLine.arguments) {
        (self.folder, self.commandLine) = (folder, commandLine)
    }

    @discardableResult
    public func finish(
        _ records: [ResultRecord], candidate: any Candidate, plan: EvaluationPlan
    ) throws -> EvaluationSummary {
        let manifest = Manifest(
            candidate: candidate.name, modelHash: candidate.modelHash, codecHash: candidate.codecHash,
            parts: candidate.parts, sampler: candidate.sampler, suite: plan.suite, suiteHash: plan.hash,
            seeds: plan.seeds,
            width: plan.size.width, height: plan.size.height, cases: plan.cases.count,
            shard: plan.shard.map { "\($0.part)/\($0.of)" }, probes: try ProbeFolder.shipped.hashes(of: plan.cases),
            resultsHash: try Self.hash(records),
            commit: Machine.commit, swift: Machine.swift, cpuFeatures: Machine.cpuFeatures, threads: Machine.threads,
            commandLine: commandLine)
        return try finish(records, manifest)
    }

    /// The same of a merged or edited run.
    public func finish(_ records: [ResultRecord], _ manifest: Manifest) throws -> EvaluationSummary {
        let summary = RunSummary(records).summary(
            candidate: manifest.candidate, suite: manifest.suite, all: records)
        try folder.write(manifest)
        try folder.write(summary)
        return summary
    }

    /// SHA-256 of the records without their times, in order.
    public static func hash(_ records: [ResultRecord]) throws -> String {
        SHA256.of(
            try records.reduce(into: Data()) { data, record in
                var timeless = record
                timeless.ms = 0
                data += try JSONLines.line(timeless)
            })
    }
}
