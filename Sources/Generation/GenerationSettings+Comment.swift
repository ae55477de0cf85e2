import Foundation
import Media
import Tensors
import Worlds

/// Settings as a video's comment holds them: one JSON object.
extension GenerationSettings {
    func comment() throws -> VideoComment {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return VideoComment(.generate, String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
    }

    /// Those that a video was made by; throws one sentence where it does not say so.
    public init(madeBy video: URL) throws {
        let comment = try VideoComment.read(.generate, of: video)
        guard let settings = try? JSONDecoder().decode(Self.self, from: Data(comment.body.utf8)) else {
            throw FileError(
                "The comment of \(video.path) does not hold the settings of diorama generate; make it anew.")
        }
        self = settings
    }
}
