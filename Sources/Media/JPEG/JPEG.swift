import Foundation
import Tensors
import Worlds

/// Reads JPEG pictures by way of ffmpeg, which is given their bytes and never their name.
enum JPEG {
    /// The frame in JPEG bytes, upright as its EXIF data say; `name` is what an error calls them.
    static func decode(_ data: Data, name: String) throws -> (frame: Frame, isTurned: Bool) {
        let segments = JPEGSegments(data)
        if let (width, height) = segments.size { try PictureFile.check(width, height, name: name) }
        guard segments.isWhole, let (width, height) = segments.size else {
            throw FileError("\(name) is not a sound JPEG: it is cut short or damaged; fetch it anew.")
        }
        guard width > 0, height > 0 else {
            throw FileError("\(name) is not a sound JPEG: its header says \(width)x\(height) pixels.")
        }
        let arguments = [
            "-f", "jpeg_pipe", "-noautorotate", "-i", "pipe:0", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "pipe:1",
        ]
        let limit = width * height * 3
        let (pixels, complaint) = try FFmpeg.pass(segments.picture, arguments, name: name, limit: limit)
        if let complaint {
            throw FileError("\(name) is not a sound JPEG: it is damaged (\(complaint.prefix(200))).")
        }
        guard pixels.count == limit else {
            throw FileError("\(name) is not a sound JPEG: it gave \(pixels.count) of \(limit) bytes of pixels.")
        }
        let frame = Frame(width: width, height: height, pixels: [UInt8](pixels))
        return (frame.upright(from: segments.orientation), segments.orientation != 1)
    }
}
