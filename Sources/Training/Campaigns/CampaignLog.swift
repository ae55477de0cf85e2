import Foundation
import Tensors

/// What a campaign has done so far: `campaign.json` in the run's folder.
final class CampaignLog: Codable {
    struct Stage: Codable {
        var part: String
        /// The time that it was given, and what it has taken.
        var seconds: Double
        var taken: Double
        /// As many as are planned; nil: not known yet.
        var steps: Int?
        var isDone = false
    }

    /// The time of the whole campaign.
    var seconds: Double
    var stages: [Stage] = []

    static let name = "campaign.json"

    /// The log in `folder`; nil: there is none.
    static func read(in folder: URL) throws -> CampaignLog? {
        let url = folder.appendingPathComponent(Self.name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let data = try FileContents.data(url, what: "campaign", limit: 1 << 20)
        guard let log = try? JSONDecoder().decode(CampaignLog.self, from: data), log.isSound else {
            throw FileError("\(url.relativePath) is damaged: remove it, and the campaign's stages are timed anew.")
        }
        return log
    }

    init(seconds: Double) { self.seconds = seconds }

    private var isSound: Bool {
        let times = [seconds] + stages.flatMap { [$0.seconds, $0.taken] }
        return times.allSatisfy { (0...1e9).contains($0) }
            && stages.allSatisfy { (0...TimeBudget.mostSteps).contains($0.steps ?? 0) }
    }

    var taken: Double { stages.reduce(0) { $0 + $1.taken } }

    func write(in folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(try encoder.encode(self), to: folder.appendingPathComponent(Self.name))
    }
}
