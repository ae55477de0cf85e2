import Foundation
import Media
import Scenarios
import Tensors
import Worlds

/// Records what a candidate makes of cases, laid out as `RolloutLayout` says, so that `video:DIR` can judge it again.
public struct RolloutWriter: Sendable {
    public enum Format: String, Sendable, CaseIterable { case mp4, png }

    private let layout: RolloutLayout
    private let format: Format
    /// An mp4 holds half as many colours a side as pixels, so its pixels are squares of this side.
    static let scale = 4

    public init(_ folder: URL, format: Format = .mp4) throws {
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw FileError("Cannot make the folder \(folder.path); check that its parent is there and writable.")
        }
        (layout, self.format) = (RolloutLayout(folder: folder), format)
    }

    /// Throws a sentence where recordings of this candidate cannot be written, or would stand among those of another.
    func prepare(_ candidate: any Candidate, _ plan: EvaluationPlan) throws {
        if format == .mp4 { try VideoWriter.check() }
        let mark = RolloutMark(candidate: candidate, plan: plan, format: format)
        try mark.claim(layout.folder, names: plan.groups.flatMap { RolloutLayout.names($0) })
    }

    /// Whether the rollouts of all members and branches are there.
    func holds(_ group: [ScenarioCase]) throws -> Bool {
        try RolloutLayout.names(group).allSatisfy { try layout.place($0) != nil }
    }

    /// Writes every branch with its actions, an object of channel values a line.
    func write(_ evidence: Evidence) throws {
        for (branch, frames) in evidence.frames.sorted(by: { $0.key < $1.key }) {
            let name = RolloutLayout.name(evidence.scenario, member: evidence.truth.member, branch: branch)
            let lines = try evidence.truth.actions(branch).reduce(into: Data()) {
                $0 += try JSONLines.line(ActionLines.named($1))
            }
            try AtomicFile.write(lines, to: layout.actions(name))
            switch format {
            case .mp4: try VideoWriter.write(frames, to: layout.video(name), scale: Self.scale)
            case .png: try write(frames, to: layout.pictures(name))
            }
        }
    }

    /// A folder that is there whole or not at all, and holds nothing else.
    private func write(_ frames: [Frame], to folder: URL) throws {
        let part = layout.folder.appendingPathComponent(".\(folder.lastPathComponent).part")
        try? FileManager.default.removeItem(at: part)
        defer { try? FileManager.default.removeItem(at: part) }
        if mkdir(part.path, 0o755) != 0 { throw FileError("make the folder", part.path, errno: errno) }
        for (number, frame) in frames.enumerated() {
            try PNG.write(frame, to: part.appendingPathComponent(String(format: "%04d.png", number)))
        }
        try? FileManager.default.removeItem(at: folder)
        if rename(part.path, folder.path) != 0 { throw FileError("write", folder.path, errno: errno) }
    }
}
