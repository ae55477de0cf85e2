import Tensors
import Worlds

/// Shows noise: every byte anew in every frame.
public struct NoiseWorld: FrameWorld {
    public let name = "cheat:noise"
    public let actionSpace = ActionSpace.standard
    private let seed: UInt64
    private var (width, height) = (16, 16)
    private var count: UInt64 = 0

    public init(seed: UInt64 = 0) { self.seed = seed }

    public mutating func reset(_ start: Start) throws -> Observation {
        (width, height) =
            start.history.last.map { ($0.frame.width, $0.frame.height) } ?? (start.width, start.height)
        count = 0
        return picture()
    }

    public mutating func step(_ action: Action) throws -> Observation {
        count += 1
        return picture()
    }

    private func picture() -> Observation {
        let philox = Philox(seed: seed, stream: count)
        var frame = Frame(width: width, height: height)
        for block in 0..<(frame.pixels.count + 15) / 16 {
            let words = philox.words(UInt64(block))
            for i in 0..<min(16, frame.pixels.count - block * 16) {
                frame.pixels[block * 16 + i] = UInt8(truncatingIfNeeded: words[i / 4] >> (UInt32(i % 4) * 8))
            }
        }
        return Observation(frame: frame)
    }
}
