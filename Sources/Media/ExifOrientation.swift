import Foundation
import Worlds

/// How a camera was held, as EXIF data say: 1 upright, 2 to 8 mirrored or turned.
enum ExifOrientation {
    /// Of a TIFF block, as a JPEG's APP1 segment holds behind "Exif" and a PNG's eXIf chunk; nil where it says nothing.
    static func read(_ block: Data) -> Int? {
        let bytes = [UInt8](block)
        guard bytes.count >= 8, bytes[0] == bytes[1], bytes[0] == 0x49 || bytes[0] == 0x4D else { return nil }
        func number(_ at: Int, _ count: Int) -> Int? {
            guard at >= 0, at <= bytes.count - count else { return nil }
            let part = bytes[at..<at + count]
            return (bytes[0] == 0x49 ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<count {
            let at = directory + 2 + entry * 12
            guard let tag = number(at, 2), let value = number(at + 8, 2) else { return nil }
            if tag == 0x0112 { return (1...8).contains(value) ? value : nil }
        }
        return nil
    }
}

extension Frame {
    /// The picture upright, where EXIF data give it this orientation.
    func upright(from orientation: Int) -> Frame {
        guard (2...8).contains(orientation) else { return self }
        let swaps = orientation >= 5
        var result = Frame(width: swaps ? height : width, height: swaps ? width : height)
        for y in 0..<result.height {
            for x in 0..<result.width {
                let (u, v) =
                    switch orientation {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                let (source, target) = ((v * width + u) * 3, (y * result.width + x) * 3)
                for c in 0..<3 { result.pixels[target + c] = pixels[source + c] }
            }
        }
        return result
    }
}
