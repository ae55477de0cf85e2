import Foundation
import Worlds

/// Rows of frames side by side in one picture.
public enum Filmstrip {
    /// The picture of `rows`, each frame enlarged `scale` times, with a thin white border between frames. Frames may
    /// differ in size; each gets a cell as large as the largest.
    public static func picture(rows: [[Frame]], scale: Int = 1) -> Frame {
        let frames = rows.joined()
        let scale = max(1, scale)
        let border = 2
        let cellWidth = (frames.map(\.width).max() ?? 0) * scale + border
        let cellHeight = (frames.map(\.height).max() ?? 0) * scale + border
        let columns = rows.map(\.count).max() ?? 0
        var picture = Frame(width: columns * cellWidth + border, height: rows.count * cellHeight + border)
        picture.pixels = [UInt8](repeating: 255, count: picture.pixels.count)
        for (row, frames) in rows.enumerated() {
            for (column, frame) in frames.enumerated() {
                paste(frame, scale, into: &picture, column * cellWidth + border, row * cellHeight + border)
            }
        }
        return picture
    }

    /// Writes the picture as a PNG.
    public static func write(rows: [[Frame]], scale: Int = 1, to url: URL) throws {
        try PNG.write(picture(rows: rows, scale: scale), to: url)
    }

    private static func paste(_ frame: Frame, _ scale: Int, into picture: inout Frame, _ left: Int, _ top: Int) {
        for y in 0..<frame.height * scale {
            var target = ((top + y) * picture.width + left) * 3
            let source = y / scale * frame.width
            for x in 0..<frame.width * scale {
                let pixel = (source + x / scale) * 3
                picture.pixels[target] = frame.pixels[pixel]
                picture.pixels[target + 1] = frame.pixels[pixel + 1]
                picture.pixels[target + 2] = frame.pixels[pixel + 2]
                target += 3
            }
        }
    }
}
