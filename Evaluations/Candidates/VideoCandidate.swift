import Foundation
import Tensors
import Worlds

/// Recorded rollouts of another system, laid out as `RolloutLayout` says.
///
/// Frame 0 is the first frame of the case, the given ones included; frames are scaled to the truth's size. A rollout that
/// is missing, cannot be read or breaks off early fails its case, which then scores 0.
public struct VideoCandidate: Candidate {
    public let name: String
    /// SHA-256 over the names and contents of all recordings.
    public let modelHash: String?
    private let layout: RolloutLayout

    public init(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw FileError("There is no folder \(folder.path); give one with a video per scenario and branch.")
        }
        name = "video:" + folder.relativePath
        layout = RolloutLayout(folder: folder)
        modelHash = Self.hash(folder)
    }

    private static func hash(_ folder: URL) -> String {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let recordings = paths.filter { $0.hasSuffix(".mp4") || $0.lowercased().hasSuffix(".png") }.sorted()
        let lines = recordings.map { "\($0) \(SHA256.of(file: folder.appendingPathComponent($0)) ?? "unreadable")" }
        return SHA256.of(lines.joined(separator: "\n").utf8)
    }

    public func check(_ groups: [[ScenarioCase]]) throws {
        let names = groups.flatMap { RolloutLayout.names($0) }
        guard let first = names.first, !names.contains(where: { layout.place($0) != nil }) else { return }
        throw FileError(
            "\(layout.folder.path) holds no rollout of this suite; name them like \(first).mp4, or like the folder "
                + "\(first)/ with a PNG a frame.")
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        let stem = RolloutLayout.name(truth.scenario, member: truth.member, branch: branch)
        let count = truth.actions(branch).count + 1
        let size = (width: truth.start.width, height: truth.start.height)
        var frames: [Frame]
        switch layout.place(stem) {
        case .video(let url): frames = try VideoReader.read(url, size: size)
        case .pictures(let url):
            frames = try RolloutLayout.files(url).prefix(count).map {
                try PNG.read($0).fitted(width: size.width, height: size.height)
            }
        case nil:
            throw FailedRollout(
                code: "missing", sentence: "\(layout.folder.path) has neither \(stem).mp4 nor a folder \(stem).")
        }
        guard frames.count >= count else {
            throw FailedRollout(
                code: "short",
                sentence: "\(stem) in \(layout.folder.path) has \(frames.count) frames, and the case has \(count).")
        }
        // The given frames are the truth's, whatever the recording shows.
        frames = Array(frames.prefix(count))
        frames.replaceSubrange(0..<truth.firstMade, with: truth.given(branch).map(\.frame))
        return frames
    }
}
