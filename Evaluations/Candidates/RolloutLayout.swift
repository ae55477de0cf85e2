import Foundation
import Worlds

/// How the recorded rollouts of a folder are named: for every branch of every case a video `NAME.mp4`, or a folder `NAME`
/// with a PNG a frame, sorted by number.
///
/// NAME is `SCENARIO-DRAW-BRANCH`, with `-MEMBER` behind the draw for the second and later members of a counterbalanced
/// pair, counted from 0. `NAME.actions.jsonl`, if it is there, has a line for every frame after the first.
struct RolloutLayout: Sendable {
    let folder: URL

    /// Where one rollout lies.
    enum Place: Equatable {
        case video(URL)
        case pictures(URL)
    }

    static func name(_ scenario: ScenarioCase, member: Int, branch: String) -> String {
        "\(scenario.scenario)-\(scenario.draw)\(member == 0 ? "" : "-\(member)")-\(branch)"
    }

    /// The names of all branches of the members of a group.
    static func names(_ group: [ScenarioCase]) -> [String] {
        // A judge of surprise makes no pictures.
        if group.contains(where: \.isOfSurprise) { return [] }
        return group.enumerated().flatMap { member, scenario in
            scenario.branches.keys.sorted().map { name(scenario, member: member, branch: $0) }
        }
    }

    func video(_ name: String) -> URL { folder.appendingPathComponent(name + ".mp4") }
    func pictures(_ name: String) -> URL { folder.appendingPathComponent(name) }
    func actions(_ name: String) -> URL { folder.appendingPathComponent(name + ".actions.jsonl") }

    /// Nil where there is neither a video nor a folder of pictures; a video goes first.
    func place(_ name: String) -> Place? {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: video(name).path) { return .video(video(name)) }
        guard FileManager.default.fileExists(atPath: pictures(name).path, isDirectory: &isFolder), isFolder.boolValue
        else { return nil }
        return .pictures(pictures(name))
    }

    /// The PNG files of a folder by number: 2.png comes before 10.png.
    static func files(_ pictures: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(atPath: pictures.path)
            .filter { $0.lowercased().hasSuffix(".png") && !$0.hasPrefix(".") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            .map { pictures.appendingPathComponent($0) }
    }
}
