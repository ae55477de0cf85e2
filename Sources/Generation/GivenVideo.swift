import Foundation
import Media
import Tensors
import Worlds

/// Reads the pictures that a prompt gives.
public enum GivenVideo {
    /// Longest video, in pictures.
    public static let limit = 3600
    /// Most memory that a video's pictures take.
    static let byteLimit = 1 << 30

    /// All pictures of a video, cut and scaled to `size` where theirs is another, `framesPerSecond` of them a second.
    public static func read(_ url: URL, size: (width: Int, height: Int), framesPerSecond: Double) throws -> [Frame] {
        let probe = try VideoProbe(url)
        let gaps = Double(max(1, probe.times.count - 1))
        let rate = probe.times.count > 1 && probe.times.last! > 0 ? gaps / probe.times.last! : framesPerSecond
        // Pictures at the right rate are taken as they are.
        let isAlike = abs(rate / framesPerSecond - 1) < 0.02
        guard isAlike || framesPerSecond == framesPerSecond.rounded() else {
            throw FileError("\(url.path) has \(rate) pictures a second, not \(framesPerSecond); convert it first.")
        }
        let reader = try VideoReader(url, framesPerSecond: isAlike ? nil : Int(framesPerSecond))
        var frames: [Frame] = []
        while let frame = try reader.next() {
            guard frames.count < limit, frames.count * size.width * size.height * 3 < byteLimit else {
                throw FileError(
                    "\(url.path) has more than \(Int(Double(frames.count) / framesPerSecond)) seconds of "
                        + "\(size.width)x\(size.height); cut it first, or give a smaller --size.")
            }
            frames.append(frame.fitted(width: size.width, height: size.height))
        }
        guard !frames.isEmpty else { throw FileError("\(url.path) holds no pictures; give another video.") }
        return frames
    }

    /// A PNG or JPEG, cut and scaled to `size` where its own is another.
    public static func picture(
        _ url: URL, size: (width: Int, height: Int), remark: (String) -> Void = { _ in }
    ) throws -> Frame {
        let picture = try PictureFile(url)
        picture.remarks.forEach(remark)
        return picture.frame.fitted(width: size.width, height: size.height)
    }
}
