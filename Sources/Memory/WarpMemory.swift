import Camera
import Tensors
import Worlds

/// Past pictures with their dead-reckoned camera poses and depths, and what they show from where the camera goes next.
///
/// Depth is estimated picture by picture where the checkpoint has learned to; else the world is taken for level ground
/// with a backdrop at a fixed distance: exact where the camera only turns, near enough for small steps. The transformer
/// is shown the result and makes what is new in it. After GEN3C's rendered cache (Ren et al. 2025). A value of bounded
/// size.
public struct WarpMemory: Memory {
    /// Changes whenever the views do.
    public static let version = 4
    /// Pictures that are kept, and how many of them besides the newest make one view.
    static let capacity = 32
    static let shown = 5
    /// How far the camera goes before the next picture is kept, metres and radians, and how many pictures at most.
    private static let reach: Float = 0.5
    private static let turn: Float = 0.2
    private static let interval = 40

    struct Entry: Sendable {
        let frame: Frame
        let pose: CameraPose
        /// 1 / metres along the viewing axis, a pixel each.
        let disparity: [Float]
        /// How often each pixel was made anew, as `MemoryView.generation` counts.
        let generation: [UInt8]
        /// What stands near the camera, as `Obstacles` knows it.
        var solid: [SIMD2<Float>] = []
    }

    public let motion: CameraMotion
    let travel: CameraTravel
    private let estimator: DepthEstimator?
    private let collisions: Collisions
    /// How many times as large as the depth estimator knows them pictures are.
    private let scale: Int
    private let context: Context?
    /// Where the camera is now.
    public private(set) var pose: CameraPose
    private var newest: Entry?
    /// Oldest first.
    private var kept: [Entry] = []
    /// Pictures since the last kept one.
    private var since = 0

    /// nil where nothing is known of how actions carry the camera. `pitch` is that of the first picture, radians;
    /// depth is estimated at one in `scale` of the pictures' size; `pool` says where.
    public init?(
        _ motion: CameraMotion?, pitch: Float? = nil, depth: DepthEstimator? = nil, collisions: Collisions = .rule,
        scale: Int = 1, pool: BufferPool = BufferPool()
    ) {
        guard let motion, let travel = motion.travel else { return nil }
        (self.motion, self.travel, estimator, self.collisions) = (motion, travel, depth, collisions)
        context = depth.map { Context($0.store, pool: pool) }
        self.scale = scale
        pose = CameraPose(pitch: pitch ?? travel.startPitch)
    }

    public mutating func append(_ frames: [Frame], actions: [[Float]], generation: [UInt8]? = nil) {
        guard let last = frames.last else { return }
        if let newest, newest.frame.width != last.width || newest.frame.height != last.height {
            (self.newest, kept) = (nil, [])
        }
        if let newest, isNew(newest) { keep(newest) }
        since += frames.count
        let before = newest
        for action in actions { pose.move(action, motion, travel) }
        let prior = GroundDisparity(motion, travel, width: last.width, height: last.height)
        if collisions == .learned, let before {
            pose = Odometry(renderer: ViewRenderer(prior, scale: scale), entry: before).pose(of: last, asked: pose)
        }
        let near = estimated(last)
        newest = Entry(
            frame: last, pose: pose,
            disparity: near.map {
                Disparity.enlarged($0, width: last.width / scale, height: last.height / scale, by: scale)
            } ?? prior.backdrop(pitch: pose.pitch),
            generation: generation ?? [UInt8](repeating: 0, count: last.width * last.height),
            solid: collisions == .learned
                ? []
                : near.map { Obstacles.points(of: $0, width: last.width / scale, pose: pose, motion, travel) } ?? [])
    }

    /// The disparities of a picture at the estimator's size; nil where nobody estimates them.
    private func estimated(_ frame: Frame) -> [Float]? {
        guard let estimator, let context else { return nil }
        let size = (width: frame.width / scale, height: frame.height / scale)
        let prior = GroundDisparity(motion, travel, width: size.width, height: size.height)
        return estimator.disparity(of: frame.resampled(to: size), ground: prior.ground(pitch: pose.pitch), context)
    }

    private func isNew(_ entry: Entry) -> Bool {
        guard let last = kept.last else { return true }
        let (way, angle) = entry.pose.difference(from: last.pose)
        return way > Self.reach || angle > Self.turn || since >= Self.interval
    }

    /// Where there is no more room, the older of the two pictures goes that were taken nearest to each other.
    private mutating func keep(_ entry: Entry) {
        kept.append(entry)
        since = 0
        guard kept.count > Self.capacity else { return }
        var (least, victim) = (Float.infinity, 0)
        for i in kept.indices {
            for j in kept.indices where j > i {
                let (way, angle) = kept[i].pose.difference(from: kept[j].pose)
                if way / Self.reach + angle / Self.turn < least {
                    (least, victim) = (way / Self.reach + angle / Self.turn, i)
                }
            }
        }
        kept.remove(at: victim)
    }

    /// nil before the first picture.
    public func views(_ actions: [[Float]]) -> [MemoryView]? {
        guard let newest else { return nil }
        let renderer = ViewRenderer(
            GroundDisparity(motion, travel, width: newest.frame.width, height: newest.frame.height), scale: scale)
        var target = pose
        return renderer.render(
            actions.map { action in
                target.move(action, motion, travel)
                return ([newest] + retrieved(target), target)
            })
    }

    public func reach(_ actions: [[Float]]) -> (way: Float, angle: Float) {
        var target = pose
        for action in actions { target.move(action, motion, travel) }
        return target.difference(from: pose)
    }

    /// The kept pictures that were taken nearest to `target`, newest first.
    private func retrieved(_ target: CameraPose) -> [Entry] {
        let far = kept.map { entry -> Float in
            let (way, angle) = entry.pose.difference(from: target)
            return way + angle * 2
        }
        let nearest = kept.indices.sorted { far[$0] < far[$1] }.prefix(Self.shown)
        return nearest.sorted(by: >).map { kept[$0] }
    }

    /// The part of each action that the camera follows: nothing turns it beyond its limits, and where collisions are a rule and
    /// depth is estimated it does not walk through what it sees.
    public func followed(_ actions: [[Float]]) -> [[Float]] {
        var target = pose
        let solid =
            estimator == nil || collisions == .learned ? [] : (kept + (newest.map { [$0] } ?? [])).flatMap(\.solid)
        let obstacles = Obstacles(solid, near: pose)
        return actions.map { action in
            let before = target
            target.move(action, motion, travel)
            var result = action
            if motion.lookDegrees != 0 {
                result[motion.lookChannel] = (target.pitch - before.pitch) / (motion.lookDegrees * .pi / 180)
            }
            let way = obstacles.way(from: before, to: target)
            if way != SIMD2(target.x - before.x, target.z - before.z) {
                travel.set(&result, way: way, yaw: target.yaw)
                (target.x, target.z) = (before.x + way.x, before.z + way.y)
            }
            return result
        }
    }

    /// How often each latent pixel was made anew or carried on, on average: [h * w].
    package static func generations(_ views: [MemoryView], width: Int, cell: Int) -> [Float] {
        let (columns, rows) = (width / cell, views[0].seen.count / width / cell)
        var means = [Float](repeating: 0, count: columns * rows)
        let unit = 1 / Float(cell * cell * views.count)
        for view in views {
            for (i, generation) in view.generation.enumerated() {
                means[i / width / cell * columns + i % width / cell] += unit * Float(generation)
            }
        }
        return means
    }

    /// The shares of each latent pixel that the newest and that any picture shows: [h * w * 2].
    public static func shares(_ seen: [[UInt8]], width: Int, cell: Int) -> [Float] {
        let (columns, rows) = (width / cell, seen[0].count / width / cell)
        var shares = [Float](repeating: 0, count: columns * rows * 2)
        let unit = 1 / Float(cell * cell * seen.count)
        for picture in seen {
            for (i, source) in picture.enumerated() where source > 0 {
                let at = (i / width / cell * columns + i % width / cell) * 2
                if source == 2 { shares[at] += unit }
                shares[at + 1] += unit
            }
        }
        return shares
    }
}
