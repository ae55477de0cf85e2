import Foundation
import Media
import Tensors
import Worlds

/// A picture file for a rollout to begin in.
public enum StartPicture {
    /// Reads a PNG or JPEG file of any size and cuts and scales it to `width` x `height`; `remark` hears what a look at the
    /// picture would not tell.
    public static func read(
        _ url: URL, width: Int, height: Int, remark: (String) -> Void = { _ in }
    ) throws -> Frame {
        let picture = try PictureFile(url)
        picture.remarks.forEach(remark)
        let frame = picture.frame
        guard frame.width >= 16, frame.height >= 16 else {
            throw FileError("\(url.path) is \(frame.width)x\(frame.height) pixels; a start needs 16x16 or more.")
        }
        return frame.fitted(width: width, height: height)
    }
}
