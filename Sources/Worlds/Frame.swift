/// One picture: 8-bit RGB, rows from the top, 3 bytes a pixel.
public struct Frame: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// `height * width * 3` bytes.
    public var pixels: [UInt8]

    public init(width: Int, height: Int, pixels: [UInt8]? = nil) {
        precondition(pixels == nil || pixels!.count == width * height * 3, "frame of \(width)x\(height): wrong size")
        self.width = width
        self.height = height
        self.pixels = pixels ?? [UInt8](repeating: 0, count: width * height * 3)
    }
}
