import Foundation
import Tensors
import Worlds

/// How other programs lay down recordings: where the videos are, and what was done at which picture.
public protocol RecordingFormat: Sendable {
    /// As `--format` calls it.
    static var name: String { get }
    /// Whether what lies at `source` looks like this format.
    static func matches(_ source: URL) -> Bool

    /// Reads what there is; throws where nothing can be imported at all.
    init(_ source: URL) throws

    /// What one action belongs to in `actions(of:times:)`.
    var alignment: ActionAlignment { get }
    var actionSpace: ActionSpace { get }
    /// What made the recordings.
    var source: String { get }
    var recordings: [Recording] { get }
    /// What was left out while the source was read, and why.
    var dropped: [(name: String, why: String)] { get }

    /// One action a picture of the recording, whose pictures were shown at `times` (seconds from the first one).
    func actions(of recording: Recording, times: [Double]) throws -> [Action]
}

/// The formats that `diorama import` knows, the most particular first.
public enum RecordingFormats {
    public static let all: [any RecordingFormat.Type] = [
        StableWorldModelRecordings.self, OwlControlRecordings.self, VPTRecordings.self, OwnRecordings.self,
        PlainVideos.self,
    ]
    public static var names: [String] { all.map { $0.name } }

    /// The format called `name`, or the first one that `source` looks like.
    public static func open(_ source: URL, as name: String?) throws -> any RecordingFormat {
        guard FileManager.default.fileExists(atPath: source.path) else {
            throw FileError("There is nothing at \(source.path); give a folder of recordings or a video.")
        }
        if let name {
            guard let format = all.first(where: { $0.name == name }) else {
                throw FileError("There is no format '\(name)'; take \(names.joined(separator: ", ")).")
            }
            return try format.init(source)
        }
        guard let format = all.first(where: { $0.matches(source) }) else {
            throw FileError(
                "\(source.path) looks like none of \(names.joined(separator: ", ")); it needs videos (mp4, mov, mkv, webm, avi)."
            )
        }
        return try format.init(source)
    }
}
