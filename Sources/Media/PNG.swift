import CPNG
import Foundation
import Tensors
import Worlds

/// Reads and writes frames as PNG files.
public enum PNG {
    /// Longest side accepted, in pixels.
    public static let sideLimit = 16_384
    /// Largest picture accepted, in pixels.
    public static let pixelLimit = 64 << 20
    private static let formatRGB: UInt32 = 2
    private static let formatRGBA: UInt32 = 3
    private static let alphaFlag: UInt32 = 1
    /// 16 bits a channel are sRGB as 8 bits are, unless the file says otherwise.
    private static let sixteenBitSRGB: UInt32 = 4

    /// Writes `frame`, atomically. The file says that `software` made it.
    public static func write(_ frame: Frame, to url: URL, software: String? = nil) throws {
        var bytes = try encode(frame, name: url.path)
        if let software {
            // Behind the signature and the header chunk.
            bytes.insert(contentsOf: PNGChunks.chunk("tEXt", Array("Software\0\(software)".utf8)), at: 33)
        }
        try AtomicFile.write(Data(bytes), to: url)
    }

    /// What a PNG file says made it; nil where it is none or does not say.
    public static func software(of url: URL) -> String? {
        guard let file = try? FileHandle(forReadingFrom: url), let begin = try? file.read(upToCount: 1024) else {
            return nil
        }
        try? file.close()
        let key = Data("Software\0".utf8)
        guard let text = PNGChunks(begin)["tEXt"], text.starts(with: key) else { return nil }
        return String(decoding: text.dropFirst(key.count), as: UTF8.self)
    }

    /// Reads a PNG of any colour type and depth as 8-bit sRGB; transparent pixels show black.
    public static func read(_ url: URL) throws -> Frame {
        let data = try FileContents.data(url, what: "picture", limit: PictureFile.byteLimit)
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
        try decodeTransparency(data, name: name).frame
    }

    /// The frame, and whether some of it was transparent.
    static func decodeTransparency(
        _ data: Data, name: String
    ) throws -> (frame: Frame, isTransparent: Bool) {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        return try data.withUnsafeBytes { source in
            guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
                throw FileError("\(name) is not a sound PNG: \(message(image)).")
            }
            let (width, height) = (Int(image.width), Int(image.height))
            try PictureFile.check(width, height, name: name)
            guard PNGChunks(data).isWhole else { throw FileError("\(name) is not a sound PNG: it is cut short.") }
            let hasAlpha = image.format & alphaFlag != 0
            image.format = hasAlpha ? formatRGBA : formatRGB
            image.flags |= sixteenBitSRGB
            var pixels = [UInt8](repeating: 0, count: width * height * (hasAlpha ? 4 : 3))
            let read = pixels.withUnsafeMutableBytes { png_image_finish_read(&image, nil, $0.baseAddress, 0, nil) }
            guard read != 0 else { throw FileError("\(name) is not a sound PNG: \(message(image)).") }
            let isTransparent = hasAlpha && stride(from: 3, to: pixels.count, by: 4).contains { pixels[$0] < 255 }
            if hasAlpha { pixels = onBlack(pixels) }
            return (Frame(width: width, height: height, pixels: pixels), isTransparent)
        }
    }

    /// RGBA as RGB before black.
    private static func onBlack(_ pixels: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: pixels.count / 4 * 3)
        for i in 0..<pixels.count / 4 {
            let alpha = Int(pixels[4 * i + 3])
            for c in 0..<3 { result[3 * i + c] = UInt8((Int(pixels[4 * i + c]) * alpha + 127) / 255) }
        }
        return result
    }

    private static func message(_ image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
