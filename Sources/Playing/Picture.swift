import Worlds

/// What the window shows of one frame.
public struct Picture: Sendable {
    public var frame: Frame
    /// The reference world under the same keys.
    public var reference: Frame?
    /// Frames since the start.
    public var number: Int
    public var branch: Int
    public var action: Action
    /// The number of the operation that led to it, in its `GameRecord`; nil where it is only looked at.
    public var moment: Int?
    /// What the meters say, while they are on.
    public var reading: MeterReading?
    /// For each pixel, 2 where it looks as memory's newest picture shows it, 1 as an older one does, 0 where it was made up; while
    /// they are on.
    public var kept: [UInt8]?
    /// When the oldest key it is the first to answer was pressed or released.
    public var keyed: ContinuousClock.Instant?
    /// To be shown at once, not in its turn.
    public var immediate = false

    /// The frame with what was made up in amber, and what older pictures had shown in blue; as it is while no meters are on.
    public var tinted: Frame {
        guard let kept, kept.count * 3 == frame.pixels.count else { return frame }
        var frame = frame
        frame.pixels.withUnsafeMutableBufferPointer { pixels in
            for i in kept.indices where kept[i] != 2 {
                let tint: (UInt16, UInt16, UInt16) = kept[i] == 0 ? (255, 176, 64) : (80, 150, 255)
                pixels[i * 3] = UInt8((UInt16(pixels[i * 3]) * 2 + tint.0) / 3)
                pixels[i * 3 + 1] = UInt8((UInt16(pixels[i * 3 + 1]) * 2 + tint.1) / 3)
                pixels[i * 3 + 2] = UInt8((UInt16(pixels[i * 3 + 2]) * 2 + tint.2) / 3)
            }
        }
        return frame
    }

    /// The frame with the reference's to its right.
    public var beside: Frame {
        guard let reference, reference.height == frame.height else { return frame }
        var both = Frame(width: frame.width + reference.width, height: frame.height)
        let (left, right) = (frame.width * 3, reference.width * 3)
        both.pixels.withUnsafeMutableBufferPointer { target in
            for y in 0..<frame.height {
                let row = y * (left + right)
                for (source, count, at) in [(frame, left, row), (reference, right, row + left)] {
                    source.pixels.withUnsafeBufferPointer {
                        (target.baseAddress! + at).update(from: $0.baseAddress! + y * count, count: count)
                    }
                }
            }
        }
        return both
    }
}
