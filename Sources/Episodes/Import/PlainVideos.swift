import Foundation
import Tensors
import Worlds

/// A folder of videos, or one video, without actions.
public struct PlainVideos: RecordingFormat {
    public static let name = "videos"
    public let recordings: [Recording]
    public let alignment = ActionAlignment.none
    public let actionSpace = ActionSpace(channels: [])
    public let source = "videos"
    public let dropped: [(name: String, why: String)] = []

    public static func matches(_ source: URL) -> Bool { (try? !Recording.videos(at: source).isEmpty) ?? false }

    public init(_ source: URL) throws {
        let videos = try Recording.videos(at: source)
        guard !videos.isEmpty else { throw FileError("\(source.path) holds no video (mp4, mov, mkv, webm, avi).") }
        let names = videos.map { $0.deletingPathExtension().lastPathComponent }
        recordings = zip(videos, names).map { video, name in
            // Two videos may differ in their kind alone.
            let unique = names.count { $0 == name } > 1 ? video.lastPathComponent : name
            return Recording(name: Recording.name(unique), video: video)
        }
    }

    public func actions(of recording: Recording, times: [Double]) throws -> [Action] {
        [Action](repeating: Action(values: []), count: times.count)
    }
}
