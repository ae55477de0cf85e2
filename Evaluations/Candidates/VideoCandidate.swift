import Foundation
import Tensors
import Worlds

/// Recorded rollouts of another system: for every case and branch a video or a folder of PNGs.
///
/// `DIR/SCENARIO-DRAW-BRANCH.mp4` or `DIR/SCENARIO-DRAW-BRANCH/000.png ...`; with `-MEMBER` behind the draw for the second and
/// later members of a counterbalanced pair, counted from 0. Frame 0 is the first frame of the case, the given ones
/// included; frames are scaled to the truth's size, and missing branches are not judged.
public struct VideoCandidate: Candidate {
    public let name: String
    private let folder: URL

    public init(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw FileError("There is no folder \(folder.path); give one with a video per scenario and branch.")
        }
        name = "video:" + folder.relativePath
        self.folder = folder
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        let scenario = truth.scenario
        let stem = "\(scenario.scenario)-\(scenario.draw)\(truth.member == 0 ? "" : "-\(truth.member)")-\(branch)"
        let count = truth.actions(branch).count + 1
        let size = (width: truth.start.width, height: truth.start.height)
        let video = folder.appendingPathComponent(stem + ".mp4")
        let pictures = folder.appendingPathComponent(stem)
        var frames: [Frame]
        if FileManager.default.fileExists(atPath: video.path) {
            frames = try VideoReader.read(video, size: size)
        } else if let files = try? FileManager.default.contentsOfDirectory(atPath: pictures.path) {
            frames = try files.filter { $0.hasSuffix(".png") }.sorted().map {
                try PNG.read(pictures.appendingPathComponent($0))
            }
        } else {
            throw MissingFrames(description: "frames: there is neither \(stem).mp4 nor \(stem)/ in \(folder.path).")
        }
        guard frames.count >= count else {
            throw FileError("\(stem) in \(folder.path) has \(frames.count) frames, and the scenario has \(count).")
        }
        if let odd = frames.first(where: { $0.width != size.width || $0.height != size.height }) {
            throw FileError(
                "\(stem) in \(folder.path) is \(odd.width)x\(odd.height) pixels, not \(size.width)x\(size.height).")
        }
        // The given frames are the truth's, whatever the recording shows.
        frames = Array(frames.prefix(count))
        frames.replaceSubrange(0..<truth.firstMade, with: truth.given(branch).map(\.frame))
        return frames
    }
}
