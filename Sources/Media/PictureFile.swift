import Foundation
import Tensors
import Worlds

/// A picture read from a PNG or JPEG file, a pipe or a device.
public struct PictureFile: Sendable {
    /// Largest file, in bytes.
    static let byteLimit = 256 << 20

    public let frame: Frame
    /// What was done with it that its pixels do not tell, each a sentence.
    public let remarks: [String]

    /// PNG of any colour type and depth as 8-bit sRGB, what is transparent before black; JPEG upright as its EXIF data say.
    public init(_ url: URL) throws {
        try self.init(
            FileContents.data(url, what: "picture", limit: Self.byteLimit), name: url.path)
    }

    /// `name` is what errors and remarks call the picture.
    init(_ data: Data, name: String) throws {
        var remarks: [String] = []
        var isTurned = false
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            let (picture, isTransparent) = try PNG.decodeTransparency(data, name: name)
            if isTransparent { remarks.append("\(name) is transparent in places: they show black.") }
            let orientation = PNGChunks(data)["eXIf"].flatMap(ExifOrientation.read) ?? 1
            (frame, isTurned) = (picture.upright(from: orientation), orientation != 1)
        } else if data.starts(with: [0xFF, 0xD8, 0xFF]) {
            (frame, isTurned) = try JPEG.decode(data, name: name)
        } else {
            throw FileError("\(name) is neither a PNG nor a JPEG picture; convert it to one of them.")
        }
        if isTurned { remarks.append("\(name) is turned upright, as its EXIF data say.") }
        self.remarks = remarks
    }

    static func allows(_ width: Int, _ height: Int) -> Bool {
        width <= PNG.sideLimit && height <= PNG.sideLimit && width * height <= PNG.pixelLimit
    }

    /// Refuses a picture whose header promises more pixels than are read.
    static func check(_ width: Int, _ height: Int, name: String) throws {
        guard allows(width, height) else {
            throw FileError("\(name) is \(width)x\(height) pixels, above the limit; scale it down first.")
        }
    }
}
