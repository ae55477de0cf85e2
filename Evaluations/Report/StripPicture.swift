import Foundation
import Media
import Tensors
import Worlds

/// Rows cut from the picture of a filmstrip.
struct StripPicture {
    /// Row name -> the row as a PNG in a data URI.
    let rows: [String: HTML]

    /// Reads the picture of `strip` below the run's folder.
    init(_ strip: FrameStrip, in folder: RunFolder) throws {
        let url = try folder.picture(strip)
        let picture = try PNG.read(url)
        guard strip.width > 0, strip.height > 0, picture.width == strip.width * strip.columns.count,
            picture.height == strip.height * strip.rows.count
        else {
            throw FileError(
                "\(url.path) is \(picture.width)x\(picture.height) pixels, not \(strip.columns.count) by "
                    + "\(strip.rows.count) tiles of \(strip.width)x\(strip.height); evaluate again.")
        }
        var rows: [String: HTML] = [:]
        let size = picture.width * strip.height * 3
        for (number, name) in strip.rows.enumerated() {
            let pixels = Array(picture.pixels[number * size..<(number + 1) * size])
            let row = Frame(width: picture.width, height: strip.height, pixels: pixels)
            let base64 = Data(try PNG.encode(row, name: url.path)).base64EncodedString()
            rows[name] = HTML(raw: "data:image/png;base64," + base64)
        }
        self.rows = rows
    }
}
