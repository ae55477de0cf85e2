import Worlds

/// Shows a picture of one grey.
public struct BlankWorld: FrameWorld {
    public let name = "cheat:blank"
    public let actionSpace = ActionSpace.standard
    private var frame = Frame(width: 16, height: 16)

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        let (width, height) =
            start.history.last.map { ($0.frame.width, $0.frame.height) } ?? (start.width, start.height)
        frame = Frame(width: width, height: height, pixels: [UInt8](repeating: 128, count: width * height * 3))
        return Observation(frame: frame)
    }

    public mutating func step(_ action: Action) throws -> Observation { Observation(frame: frame) }
}
