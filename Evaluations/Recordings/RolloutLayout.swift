import Foundation
import Scenarios
import Tensors
import Worlds

/// How the recorded rollouts of a folder are named: for every branch of every case a video `NAME.mp4` (or m4v, mov, mkv,
/// webm, avi), or a folder `NAME` with a PNG a frame, sorted by number.
///
/// NAME is `SCENARIO-DRAW-BRANCH`, with `-MEMBER` behind the draw for the second and later members of a counterbalanced
/// pair, counted from 0. `NAME.actions.jsonl`, if it is there, has a line for every frame after the first.
struct RolloutLayout: Sendable {
    let folder: URL

    /// Endings of videos that are read.
    static let videos = ["mp4", "m4v", "mov", "mkv", "webm", "avi"]

    /// Where one rollout lies.
    enum Place: Equatable {
        case video(URL)
        case pictures(URL)

        var url: URL {
            switch self {
            case .video(let url), .pictures(let url): url
            }
        }
    }

    static func name(_ scenario: ScenarioCase, member: Int, branch: String) -> String {
        "\(scenario.scenario)-\(scenario.draw)\(member == 0 ? "" : "-\(member)")-\(branch)"
    }

    /// The names of all branches of the members of a group.
    static func names(_ group: [ScenarioCase]) -> [String] {
        // What is shown to a judge, or generated, follows no actions of a player.
        if group.contains(where: { !$0.isPlayed }) { return [] }
        return group.enumerated().flatMap { member, scenario in
            scenario.branches.keys.sorted().map { name(scenario, member: member, branch: $0) }
        }
    }

    func video(_ name: String) -> URL { folder.appendingPathComponent(name + ".mp4") }
    func pictures(_ name: String) -> URL { folder.appendingPathComponent(name) }
    func actions(_ name: String) -> URL { folder.appendingPathComponent(name + ".actions.jsonl") }

    /// The one recording of this name, nil where there is none; throws a sentence where there are two, where it is of a kind
    /// that is not read, or where it lies elsewhere.
    func place(_ name: String) throws -> Place? {
        var places = try Self.videos.map { folder.appendingPathComponent("\(name).\($0)") }
            .filter { try FileStatus.of($0) != nil }.map(Place.video)
        if try FileStatus.of(pictures(name)) == .folder { places.append(.pictures(pictures(name))) }
        guard let first = places.first else {
            if let other = try otherKind(name) {
                let file = other.lastPathComponent
                throw FileError(
                    "\(other.path) is of a kind that is not read; make it \(name).mp4, e.g. with "
                        + "`ffmpeg -i \(file) \(name).mp4`.")
            }
            return nil
        }
        if places.count > 1 {
            throw FileError(
                "\(first.url.path) and \(places[1].url.lastPathComponent) are both recordings of \(name); "
                    + "leave the one that counts.")
        }
        try requireInside(first.url)
        return first
    }

    /// Links may not lead out of the folder.
    func requireInside(_ url: URL) throws {
        let (own, real) = (try FileStatus.realPath(folder), try FileStatus.realPath(url))
        guard real.hasPrefix(own.hasSuffix("/") ? own : own + "/") else {
            throw FileError("\(url.path) is a link out of its folder, to \(real); copy the recording into the folder.")
        }
    }

    /// A file of this name that looks like a recording of another kind.
    private func otherKind(_ name: String) throws -> URL? {
        let kinds = [
            "gif", "ts", "m2ts", "mpg", "mpeg", "ogv", "ogg", "flv", "wmv", "y4m", "3gp", "apng", "webp", "npy",
        ]
        return try (kinds + (Self.videos + kinds).map { $0.uppercased() })
            .map { folder.appendingPathComponent("\(name).\($0)") }.first { try FileStatus.of($0) != nil }
    }
}
