import Foundation
import Media
import Worlds

/// The pictures of a video, fitted, asked for in order; one may be asked for several times.
final class FittedReader {
    private let reader: VideoReader
    private let fit: FittedPicture
    private let skipped: Int
    private var current: Frame?
    /// Pictures read so far, those that were skipped among them.
    private(set) var count = 0

    init(_ video: URL, _ fit: FittedPicture, skipping skipped: Int) throws {
        reader = try VideoReader(video, size: fit.scaled)
        (self.fit, self.skipped) = (fit, skipped)
    }

    /// Picture `index` behind those that are skipped; nil where the video ends before.
    func picture(_ index: Int) throws -> Frame? {
        var raw: Frame?
        while count <= index + skipped {
            guard let next = try reader.next() else { return nil }
            raw = next
            count += 1
        }
        if let raw { current = fit(raw) }
        return current
    }
}
