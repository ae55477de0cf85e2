import Foundation
import Media
import Scenarios
import Synchronization
import Tensors
import Worlds

/// Recorded rollouts of another system, laid out as `RolloutLayout` says.
///
/// Frame 0 is the first frame of the case, the given ones included; pictures are fitted to the truth's size. A rollout that
/// is missing, holds no video or ends early fails its case, which then scores 0; one that was written wrongly is refused
/// before anything is scored (`RecordingCheck`).
public struct VideoCandidate: Candidate {
    public let name: String
    /// SHA-256 over the names and contents of all recordings.
    public let modelHash: String?
    private let layout: RolloutLayout
    private let lags = Lags()

    /// Lags of the cases that were read, by the name of their main branch.
    private final class Lags: Sendable {
        let known = Mutex<[String: Int]>([:])
    }

    public init(_ folder: URL) throws {
        guard try FileStatus.of(folder) == .folder else {
            throw FileError("There is no folder \(folder.path); give one with a video per scenario and branch.")
        }
        name = "video:" + folder.relativePath
        layout = RolloutLayout(folder: folder)
        modelHash = try Self.hash(folder)
    }

    private static func hash(_ folder: URL) throws -> String {
        var recordings: [String] = []
        for name in try FileStatus.names(in: folder) {
            let url = folder.appendingPathComponent(name)
            switch try FileStatus.of(url) {
            case .plain where RolloutLayout.videos.contains(url.pathExtension): recordings.append(name)
            case .folder:
                recordings += try FileStatus.names(in: url).filter { $0.lowercased().hasSuffix(".png") }
                    .filter { try FileStatus.of(url.appendingPathComponent($0)) == .plain }.map { "\(name)/\($0)" }
            default: break
            }
        }
        let lines = try recordings.sorted().map { name in
            let url = folder.appendingPathComponent(name)
            // Opened once more for the sentence of what stands in the way.
            _ = try PlainFile.head(url, count: 1)
            guard let hash = SHA256.of(file: url) else { throw FileError("Cannot read \(url.path); check its rights.") }
            return "\(name) \(hash)"
        }
        return SHA256.of(lines.joined(separator: "\n").utf8)
    }

    public func check(_ groups: [[ScenarioCase]], progress: (Int, Int) throws -> Void) throws -> [String] {
        let names = groups.flatMap { RolloutLayout.names($0) }
        if let first = names.first, try !names.contains(where: { try layout.place($0) != nil }) {
            throw FileError(
                "\(layout.folder.path) holds no rollout of this suite; name them like \(first).mp4, or like the folder "
                    + "\(first)/ with a PNG a frame.")
        }
        return try RecordingCheck(layout: layout, groups: groups).run(progress: progress)
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        let lag = try lag(of: truth)
        let frames = try recorded(branch, of: truth)
        return lag == 0 ? frames : MotionLag.shifted(frames, by: lag, truth)
    }

    public func lag(of truth: CaseTruth) throws -> Int {
        let main = truth.scenario.mainBranch
        let key = RolloutLayout.name(truth.scenario, member: truth.member, branch: main)
        if let known = lags.known.withLock({ $0[key] }) { return known }
        let found = MotionLag.of(try recorded(main, of: truth), truth)
        lags.known.withLock { $0[key] = found }
        return found
    }

    /// As many frames as the case has, the given ones put in the place of what the recording shows.
    private func recorded(_ branch: String, of truth: CaseTruth) throws -> [Frame] {
        let stem = RolloutLayout.name(truth.scenario, member: truth.member, branch: branch)
        let count = truth.actions(branch).count + 1
        let size = (width: truth.start.width, height: truth.start.height)
        let given = truth.given(branch).map(\.frame)
        guard let place = try layout.place(stem) else {
            throw FailedRollout(
                code: "missing", sentence: "\(layout.folder.path) has neither \(stem).mp4 nor a folder \(stem).")
        }
        do {
            let recording = try Recording(place, of: layout, count: count)
            guard recording.timing.indices.count >= count else {
                throw RecordingCheck.short(place, recording.timing, count, given: given.count)
            }
            var (frames, waiting, fitting) = ([Frame](), [Frame](), Fitting?.none)
            try recording.read(count) { picture in
                if let fitting { return frames.append(fitting(picture, size)) }
                waiting.append(picture)
                guard waiting.count == given.count else { return }
                let found = GivenFrames(recorded: waiting, expected: given)
                    .fitting(pixelAspect: recording.pixelAspect, turns: recording.quarterTurns)
                (frames, fitting) = (given, found)
            }
            return frames
        } catch let error as RefusedRecording {
            throw FileError("\(place.url.path) \(error)")
        } catch let error as DamagedVideo { throw FileError(error.description) }
    }
}
