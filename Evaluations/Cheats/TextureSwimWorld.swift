import Worlds

/// The true silhouettes at every moment, but what is painted on a surface swims sideways across it.
public struct TextureSwimWorld: FrameWorld {
    public let name = "cheat:texture-swim"
    public let actionSpace = ActionSpace.standard
    /// Share of the picture's width that textures swim in a frame.
    public static let speed = 1.0 / 10
    private var world = ReplayedWorld(truth: true)

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation { try world.reset(start) }

    public mutating func step(_ action: Action) throws -> Observation {
        let shown = try world.step(action)
        guard let truth = shown.truth else { return shown }
        let shift = Int((Double(world.steps * shown.frame.width) * Self.speed).rounded())
        return Observation(frame: Self.swim(shown.frame, truth.instances, by: shift))
    }

    /// In every row, carries the colours of each thing's pixels `shift` places on along those pixels.
    static func swim(_ frame: Frame, _ instances: [UInt16], by shift: Int) -> Frame {
        var out = frame
        var places: [UInt16: [Int]] = [:]
        for y in 0..<frame.height {
            places.removeAll(keepingCapacity: true)
            for i in y * frame.width..<(y + 1) * frame.width { places[instances[i], default: []].append(i) }
            for row in places.values {
                for (k, i) in row.enumerated() {
                    let from = row[(k + shift) % row.count]
                    for c in 0..<3 { out.pixels[3 * i + c] = frame.pixels[3 * from + c] }
                }
            }
        }
        return out
    }
}
