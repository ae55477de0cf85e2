import Foundation
import Worlds

/// True in whatever has stayed in view, but what comes back into view is made up anew: the same walls and
/// ground in other colours, without the things.
///
/// Which directions have left the view and come back is kept by azimuth.
public struct NoMemoryWorld: FrameWorld {
    public let name = "cheat:no-memory"
    public let actionSpace = ActionSpace.standard
    private static let bins = 720
    private var world = ReplayedWorld(truth: true)
    /// How often each direction has come back into view.
    private var returns = [Int](repeating: 0, count: Self.bins)
    private var visited = [Bool](repeating: false, count: Self.bins)
    private var inView = [Bool](repeating: false, count: Self.bins)

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        returns = returns.map { _ in 0 }
        visited = visited.map { _ in false }
        inView = visited
        let shown = try world.reset(start)
        if let truth = shown.truth { look(truth, shown.frame.width) }
        return shown
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let shown = try world.step(action)
        guard let truth = shown.truth else { return shown }
        look(truth, shown.frame.width)
        var frame = shown.frame
        guard inView.indices.contains(where: { inView[$0] && returns[$0] > 0 }) else { return shown }
        var bare = world.world
        for object in truth.objects { bare = bare.removing(object.id) }
        let other = bare.observation().frame
        for x in 0..<frame.width {
            let turns = returns[Self.bin(truth, x)] % 3
            if turns == 0 { continue }
            for y in 0..<frame.height {
                let i = (y * frame.width + x) * 3
                for c in 0..<3 { frame.pixels[i + c] = other.pixels[i + (c + turns) % 3] }
            }
        }
        return Observation(frame: frame)
    }

    private mutating func look(_ truth: Truth, _ width: Int) {
        var now = [Bool](repeating: false, count: Self.bins)
        let (first, last) = (Self.bin(truth, 0), Self.bin(truth, width - 1))
        var bin = first
        while true {
            now[bin] = true
            if !inView[bin] && visited[bin] { returns[bin] += 1 }
            visited[bin] = true
            if bin == last { break }
            bin = (bin + 1) % Self.bins
        }
        inView = now
    }

    /// The direction of a column of pixels.
    private static func bin(_ truth: Truth, _ x: Int) -> Int {
        let intrinsics = truth.intrinsics
        let yaw = truth.pose.yaw + atan(intrinsics.right(Float(x)))
        let turn = Double(yaw) / (2 * .pi)
        return min(bins - 1, Int((turn - turn.rounded(.down)) * Double(bins)))
    }
}
