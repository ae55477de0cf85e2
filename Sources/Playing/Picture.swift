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
    /// `Recall.kept`, while they are on.
    public var kept: [UInt8]?
    /// When the oldest key it is the first to answer was pressed or released.
    public var keyed: ContinuousClock.Instant?
    /// To be shown at once, not in its turn.
    public var immediate = false

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
