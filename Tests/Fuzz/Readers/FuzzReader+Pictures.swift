import Foundation
import Media
import Playing
import Worlds

/// Pictures: PNG as it is read everywhere, and the start of a game, which may be a JPEG too.
extension FuzzReader {
    static func pictures(_ folder: URL) throws -> [FuzzReader] {
        let picture = Frame(
            width: 20, height: 17, pixels: (0..<20 * 17 * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) })
        let png = Data(try PNG.encode(picture))
        let file = folder.appendingPathComponent("start.png")
        let start: (Data) throws -> Void = { input in
            try input.write(to: file)
            let frame = try StartPicture.read(file, width: 64, height: 48)
            try Nonsense.unless(frame.width == 64 && frame.height == 48, "a start of \(frame.width)x\(frame.height)")
            try Nonsense.unless(frame.pixels.count == 64 * 48 * 3, "\(frame.pixels.count) bytes")
        }
        return [
            FuzzReader("png", .png, share: 6, seeds: [png, gray16]) { input in
                let frame = try PNG.decode(input)
                try Nonsense.unless(frame.pixels.count == frame.width * frame.height * 3, "\(frame.pixels.count) bytes")
                let again = try PNG.decode(Data(try PNG.encode(frame)))
                try Nonsense.unless(again == frame, "another picture when written again")
            },
            FuzzReader("start-png", .png, share: 1, seeds: [png, gray16], read: start),
            // Each one starts ffmpeg.
            FuzzReader("start-jpeg", .jpeg, share: 0.01, seeds: [jpeg], read: start),
        ]
    }

    /// A gray picture of 16 bits a pixel, 17 x 16.
    private static let gray16 = Data(
        base64Encoded: """
            iVBORw0KGgoAAAANSUhEUgAAABEAAAAQEAAAAAAh1OQiAAAAIklEQVR4nGNgYGBoZmBgUGZgYDBmYGBwZ2BgCGdgYMgeUAYA
            RiQD8Q==
            """, options: .ignoreUnknownCharacters)!

    /// A gray JPEG of 16 x 16.
    private static let jpeg = Data(
        base64Encoded: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx
            NDQ0Hyc5PTgyPC4zNDL/wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oA
            CAEBAAA/AL+AAP/Z
            """, options: .ignoreUnknownCharacters)!
}
