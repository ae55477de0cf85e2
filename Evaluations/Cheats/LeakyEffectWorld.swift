import Foundation
import Worlds

/// The true world, but once something is used the whole picture begins to shimmer.
public struct LeakyEffectWorld: FrameWorld {
    public let name = "cheat:leaky-effect"
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld()
    private var since: Int?

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        since = nil
        return try world.reset(start)
    }

    public mutating func step(_ action: Action) throws -> Observation {
        var frame = try world.step(action).frame
        if action[.use] > 0.5 && since == nil { since = 0 }
        guard let t = since else { return Observation(frame: frame) }
        since = t + 1
        for y in 0..<frame.height {
            for x in 0..<frame.width {
                let (u, v) = (Float(x) / Float(frame.width), Float(y) / Float(frame.height))
                let wave = 20 * sin(2 * .pi * (3 * u + Float(t) / 7)) * cos(4 * .pi * v)
                let i = (y * frame.width + x) * 3
                for c in 0..<3 { frame.pixels[i + c] = UInt8(max(0, min(255, Float(frame.pixels[i + c]) + wave))) }
            }
        }
        return Observation(frame: frame)
    }
}
