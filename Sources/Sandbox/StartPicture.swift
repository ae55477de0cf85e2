import Foundation
import Tensors
import Worlds

/// A picture file for a rollout to begin in.
public enum StartPicture {
    /// Reads a PNG or JPEG file of any size and cuts and scales it to `width` x `height`.
    public static func read(_ url: URL, width: Int, height: Int) throws -> Frame {
        guard let file = try? FileHandle(forReadingFrom: url), let begin = try? file.read(upToCount: 4) else {
            throw FileError("Cannot read \(url.path); check that the picture is there and readable.")
        }
        try? file.close()
        let frame: Frame
        if begin.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            frame = try PNG.read(url)
        } else if begin.starts(with: [0xFF, 0xD8, 0xFF]) {
            guard let first = try VideoReader(url).next() else {
                throw FileError("\(url.path) is not a sound JPEG; convert it to PNG first.")
            }
            frame = first
        } else {
            throw FileError("\(url.path) is neither a PNG nor a JPEG picture; convert it to one of them.")
        }
        guard frame.width >= 16, frame.height >= 16 else {
            throw FileError("\(url.path) is \(frame.width)x\(frame.height) pixels; a start needs 16x16 or more.")
        }
        return frame.fitted(width: width, height: height)
    }
}
