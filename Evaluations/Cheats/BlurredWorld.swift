import Worlds

/// The true world, washed out: every pixel is the mean of a square around it.
public struct BlurredWorld: FrameWorld {
    public let name = "cheat:blur"
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld()
    private let radius: Int

    /// `radius` in pixels of a picture 128 wide.
    public init(radius: Int) { self.radius = radius }

    public mutating func reset(_ start: Start) throws -> Observation { try world.reset(start) }

    public mutating func step(_ action: Action) throws -> Observation {
        let frame = try world.step(action).frame
        return Observation(frame: frame.blurred(max(1, radius * frame.width / 128)))
    }
}

extension Frame {
    /// The mean over a square of 2 `radius` + 1 pixels around each pixel, cut at the borders.
    func blurred(_ radius: Int) -> Frame {
        var (across, out) = ([Int](repeating: 0, count: pixels.count), self)
        for y in 0..<height {
            for x in 0..<width {
                let (from, to) = (max(0, x - radius), min(width - 1, x + radius))
                for c in 0..<3 {
                    var sum = 0
                    for u in from...to { sum += Int(pixels[(y * width + u) * 3 + c]) }
                    across[(y * width + x) * 3 + c] = sum * 256 / (to - from + 1)
                }
            }
        }
        for y in 0..<height {
            let (from, to) = (max(0, y - radius), min(height - 1, y + radius))
            for i in 0..<width * 3 {
                var sum = 0
                for v in from...to { sum += across[v * width * 3 + i] }
                out.pixels[y * width * 3 + i] = UInt8((sum / (to - from + 1) + 128) / 256)
            }
        }
        return out
    }
}
