import Foundation
import Worlds

/// The segments of a JPEG, as far as they go.
struct JPEGSegments {
    /// Whether the picture goes to its end, all of its pixels included.
    private(set) var isWhole = false
    /// Pixels, of the frame header.
    private(set) var size: (width: Int, height: Int)?
    private(set) var orientation = 1
    /// The picture without what its pixels do not depend on, such as thumbnails.
    private(set) var picture = Data([0xFF, 0xD8])
    private var scans = JPEGScans()

    /// `data` begins with FF D8. Reading ends where the picture is too large (`PictureFile.allows`).
    init(_ data: Data) {
        let bytes = [UInt8](data)
        bytes.withUnsafeBufferPointer { read($0) }
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var at = 2
        while at + 1 < bytes.count, bytes[at] == 0xFF {
            let marker = bytes[at + 1]
            switch marker {
            case 0xFF: at += 1
            case 0x01, 0xD0...0xD7: at += 2
            case 0xD9:
                isWhole = size != nil
                picture += [0xFF, 0xD9]
                return
            default:
                guard let end = segment(marker, at, bytes) else { return }
                // Of the application's segments, JFIF's and Adobe's say how colours are meant.
                if !(0xE1...0xED).contains(marker), marker != 0xEF, marker != 0xFE { picture += bytes[at..<end] }
                at = end
            }
        }
    }

    /// Reads the segment at `at`, and a scan's data behind it; returns its end, nil where it is cut or makes no sense.
    private mutating func segment(_ marker: UInt8, _ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard at + 4 <= bytes.count else { return nil }
        let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
        let end = at + 2 + length
        guard length >= 2, end <= bytes.count else { return nil }
        let body = Array(bytes[at + 4..<end])
        switch marker {
        case 0xC4: return scans.tables(body) ? end : nil
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
            guard body.count >= 5, size == nil else { return nil }
            let found = (width: Int(body[3]) << 8 | Int(body[4]), height: Int(body[1]) << 8 | Int(body[2]))
            size = found
            return PictureFile.allows(found.width, found.height) && scans.begin(marker, body) ? end : nil
        case 0xDD: scans.restartInterval(body)
        case 0xE1 where body.starts(with: Array("Exif\0\0".utf8)):
            orientation = ExifOrientation.read(Data(body.dropFirst(6))) ?? orientation
        case 0xDA:
            let last = Self.endOfScan(end, bytes)
            return last < bytes.count - 1 && size != nil && scans.holds(body, bytes, end..<last) ? last : nil
        default: break
        }
        return end
    }

    /// Compressed data run to the next marker that is neither stuffing nor a restart.
    private static func endOfScan(_ begin: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = begin
        while end + 1 < bytes.count,
            bytes[end] != 0xFF || bytes[end + 1] == 0 || (0xD0...0xD7).contains(bytes[end + 1])
        {
            end += 1
        }
        return end
    }
}
