import Foundation
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

    /// Whether the rollouts of all members and branches are there.
    func holds(_ group: [ScenarioCase]) -> Bool {
        RolloutLayout.names(group).allSatisfy { layout.place($0) != nil }
    }

    /// Writes every branch with its actions, an object of channel values a line.
    func write(_ evidence: Evidence) throws {
        for (branch, frames) in evidence.frames.sorted(by: { $0.key < $1.key }) {
            let name = RolloutLayout.name(evidence.scenario, member: evidence.truth.member, branch: branch)
            switch format {
            case .mp4: try VideoWriter.write(frames, to: layout.video(name), scale: Self.scale)
            case .png:
                let folder = layout.pictures(name)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for (number, frame) in frames.enumerated() {
                    try PNG.write(frame, to: folder.appendingPathComponent(String(format: "%04d.png", number)))
                }
            }
            let channels = ActionSpace.standard.channels
            let lines = try evidence.truth.actions(branch).reduce(into: Data()) { data, action in
                let pressed = channels.indices.filter { action.values[$0] != 0 }
                let named = Dictionary(uniqueKeysWithValues: pressed.map { (channels[$0].name, action.values[$0]) })
                data += try JSONLines.line(named)
            }
            try AtomicFile.write(lines, to: layout.actions(name))
        }
    }
}
