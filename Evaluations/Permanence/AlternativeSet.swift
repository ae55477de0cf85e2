import ReferenceWorld
import Worlds

/// What a place would look like if something about an object were different: pictures of forks of the reference world,
/// against which a candidate's frames are held.
struct AlternativeSet: Sendable {
    /// "true" comes first.
    var names: [String] = []
    /// Frames looked at: from the moment asked about on, every second.
    var times: [Int] = []
    /// Per alternative, per time.
    var pictures: [[Frame]] = []
    /// Per time the pixels in which alternatives differ, and their surroundings.
    var masks: [[Int]] = []

    static let frames = 3
    /// Pictures that differ from the truth in a smaller share of their pixels cannot be told from it.
    static let leastShare = 0.0015
    /// Mean difference of channels at which a pixel differs, [0, 1] colour.
    static let threshold: Float = 0.05

    /// - Parameters:
    ///   - world: the reference world at frame `at`.
    ///   - actions: of the branch; forks go on with them.
    ///   - forks: the alternatives; those that look like the truth are left out.
    init?(_ world: ReferenceWorld, at frame: Int, actions: [Action], forks: [(name: String, world: ReferenceWorld)]) {
        let last = min(frame + 2 * (Self.frames - 1), actions.count)
        times = Array(stride(from: frame, through: last, by: 2))
        let size = world.observation().frame
        let (w, h) = (size.width, size.height)
        guard let truth = Self.pictures(world, frame, last, actions) else { return nil }
        (names, pictures) = (["true"], [truth])
        var areas = times.map { _ in Set<Int>() }
        for fork in forks {
            guard let made = Self.pictures(fork.world, frame, last, actions) else { continue }
            let different = times.indices.map { k -> [Int] in
                if made[k] == truth[k] { return [] }
                let map = Difference(made[k], truth[k])
                return (0..<w * h).filter { map.magnitude($0) >= Self.threshold }
            }
            let most = different.map(\.count).max() ?? 0
            guard most >= 5, Double(most) >= Self.leastShare * Double(w * h) else { continue }
            names.append(fork.name)
            pictures.append(made)
            for k in times.indices { areas[k].formUnion(different[k]) }
        }
        guard names.count > 1 else { return nil }
        let reach = max(1, 3 * w / 128)
        masks = areas.map { area in
            let near = EffectMaps.dilated(area.sorted(), w, h, radius: reach)
            return near.indices.filter { near[$0] }
        }
    }

    private static func pictures(
        _ world: ReferenceWorld, _ first: Int, _ last: Int, _ actions: [Action]
    ) -> [Frame]? {
        var world = world
        var frames = [world.observation().frame]
        for t in first..<last {
            guard let shown = try? world.step(actions[t]) else { return nil }
            if (t + 1 - first) % 2 == 0 { frames.append(shown.frame) }
        }
        return frames
    }

    /// Mean squared error of every alternative over the masks, each at its best alignment within 3 pixels (of a picture
    /// 128 wide), [0, 1] colour.
    func errors(_ made: [Frame]) -> [Double] {
        let width = made[0].width
        let reach = max(1, 3 * width / 128)
        return pictures.map { alternative in
            var best = Double.infinity
            for dy in -reach...reach {
                for dx in -reach...reach {
                    var (sum, count) = (0, 0)
                    for (k, t) in times.enumerated() {
                        let (s, n) = Self.error(made[t], alternative[k], masks[k], dx, dy)
                        sum += s
                        count += n
                    }
                    if count > 0 { best = min(best, Double(sum) / (65025 * Double(count))) }
                }
            }
            return best
        }
    }

    private static func error(_ a: Frame, _ b: Frame, _ mask: [Int], _ dx: Int, _ dy: Int) -> (sum: Int, count: Int) {
        let (w, h) = (a.width, a.height)
        var (sum, count) = (0, 0)
        a.pixels.withUnsafeBufferPointer { p in
            b.pixels.withUnsafeBufferPointer { q in
                for i in mask {
                    let (x, y) = (i % w + dx, i / w + dy)
                    if x < 0 || y < 0 || x >= w || y >= h { continue }
                    let (from, to) = ((y * w + x) * 3, i * 3)
                    for c in 0..<3 {
                        let d = Int(p[from + c]) - Int(q[to + c])
                        sum &+= d &* d
                    }
                    count += 3
                }
            }
        }
        return (sum, count)
    }

    /// Mean squared error between the pictures of two alternatives over the masks, [0, 1] colour; 0 for unknown names.
    func error(between a: String, _ b: String) -> Double {
        guard let i = names.firstIndex(of: a), let j = names.firstIndex(of: b) else { return 0 }
        var (sum, count) = (0, 0)
        for k in times.indices {
            let (s, n) = Self.error(pictures[i][k], pictures[j][k], masks[k], 0, 0)
            sum += s
            count += n
        }
        return Double(sum) / (65025 * Double(max(1, count)))
    }

    /// The alternative that the frames come nearest to; a tie is not the truth.
    func nearest(_ errors: [Double]) -> String {
        var best = 1
        for k in 1..<errors.count where errors[k] < errors[best] { best = k }
        return errors[0] < errors[best] ? names[0] : names[best]
    }
}
