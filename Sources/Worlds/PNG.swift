import CPNG
import Foundation
import Tensors

/// Reads and writes frames as PNG files.
public enum PNG {
    /// Longest side accepted, in pixels.
    public static let sideLimit = 16_384
    /// Largest picture accepted, in pixels.
    public static let pixelLimit = 64 << 20
    private static let formatRGB: UInt32 = 2

    /// Writes `frame`, atomically.
    public static func write(_ frame: Frame, to url: URL) throws {
        try AtomicFile.write(Data(try encode(frame, name: url.path)), to: url)
    }

    /// Reads a PNG of any colour type as 8-bit RGB; transparent pixels show black.
    public static func read(_ url: URL) throws -> Frame {
        let file: FileHandle
        do { file = try FileHandle(forReadingFrom: url) } catch {
            throw FileError("Cannot read \(url.path); check that the picture is there and readable.")
        }
        defer { try? file.close() }
        let limit = 256 << 20
        guard let data = try file.read(upToCount: limit + 1), data.count <= limit else {
            throw FileError("\(url.path) is empty or above 256 MB; give a PNG picture.")
        }
        return try decode(data, name: url.path)
    }

    /// The PNG bytes of `frame`; `name` is what an error calls it.
    public static func encode(_ frame: Frame, name: String = "the frame") throws -> [UInt8] {
        guard frame.width > 0, frame.height > 0, frame.width <= sideLimit, frame.height <= sideLimit,
            frame.width * frame.height <= pixelLimit
        else {
            throw FileError("Cannot write \(name): a picture of \(frame.width)x\(frame.height) is beyond PNG limits.")
        }
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(frame.width)
        image.height = UInt32(frame.height)
        image.format = formatRGB
        defer { png_image_free(&image) }
        // Upper bound of stored, uncompressed deflate blocks with filter bytes and chunks.
        var size = frame.pixels.count + frame.pixels.count / 500 + frame.height * 2 + 4096
        var bytes = [UInt8](repeating: 0, count: size)
        let written = frame.pixels.withUnsafeBytes { pixels in
            bytes.withUnsafeMutableBytes {
                png_image_write_to_memory(&image, $0.baseAddress, &size, 0, pixels.baseAddress, 0, nil)
            }
        }
        guard written != 0 else { throw FileError("Cannot write \(name): \(message(image)).") }
        bytes.removeLast(bytes.count - size)
        return bytes
    }

    /// The frame in PNG bytes; `name` is what an error calls them.
    public static func decode(_ data: Data, name: String = "the picture") throws -> Frame {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        return try data.withUnsafeBytes { source in
            guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
                throw FileError("\(name) is not a sound PNG: \(message(image)).")
            }
            let (width, height) = (Int(image.width), Int(image.height))
            guard width > 0, height > 0, width <= sideLimit, height <= sideLimit, width * height <= pixelLimit else {
                throw FileError("\(name) is \(width)x\(height) pixels, above the limit; scale it down first.")
            }
            image.format = formatRGB
            var black = png_color(red: 0, green: 0, blue: 0)
            var pixels = [UInt8](repeating: 0, count: width * height * 3)
            let read = pixels.withUnsafeMutableBytes { png_image_finish_read(&image, &black, $0.baseAddress, 0, nil) }
            guard read != 0 else { throw FileError("\(name) is not a sound PNG: \(message(image)).") }
            return Frame(width: width, height: height, pixels: pixels)
        }
    }

    private static func message(_ image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
