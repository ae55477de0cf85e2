import Camera
import Foundation
import Testing
import Worlds

@testable import Memory

/// A world that memory's assumptions fit exactly: painted ground up to the backdrop, and a painted sky.
private func picture(_ pose: CameraPose, _ motion: CameraMotion, _ travel: CameraTravel) -> Frame {
    var frame = Frame(width: 96, height: 64)
    let camera = Camera(pose, motion.pinhole(width: frame.width, height: frame.height))
    for y in 0..<frame.height {
        for x in 0..<frame.width {
            let ray = camera.ray(Float(x), Float(y))
            let level = (ray.x * ray.x + ray.z * ray.z).squareRoot()
            var value = 128 + 60 * sinf(3 * atan2f(ray.x, ray.z)) + 50 * cosf(4 * atanf(ray.y / level))
            if ray.y < -0.001, travel.eyeHeight / -ray.y < travel.backdrop / level {
                let t = travel.eyeHeight / -ray.y
                value = 128 + 60 * sinf(2 * (pose.x + ray.x * t)) + 50 * cosf(2 * (pose.z + ray.z * t))
            }
            for c in 0..<3 { frame.pixels[(y * frame.width + x) * 3 + c] = UInt8(max(0, min(255, value))) }
        }
    }
    return frame
}

@Suite struct WarpMemoryTests {
    let motion: CameraMotion
    let travel: CameraTravel

    init() throws {
        let travel = try #require(
            CameraTravel(ActionSpace.standard, eyeHeight: 1.5, startPitch: -0.12, pitchLimit: 0.9))
        var motion = try #require(CameraMotion(ActionSpace.standard, fieldOfView: 75))
        motion.travel = travel
        (self.motion, self.travel) = (motion, travel)
    }

    private func action(_ channel: StandardChannel, _ value: Float = 1) -> [Float] {
        var action = Action.none()
        action[channel] = value
        return action.values
    }

    /// Mean absolute difference over what is shown, of 255, and the share that is shown by the newest picture.
    private func compare(_ memory: WarpMemory, _ actions: [[Float]], ground: Bool) throws -> (Float, Float) {
        let view = try #require(memory.views(actions))
        var pose = memory.pose
        for action in actions { pose.move(action, motion, travel) }
        let truth = picture(pose, motion, travel)
        let (shown, seen) = (view.last!.frame, view.last!.seen)
        var (sum, count, newest): (Float, Float, Float) = (0, 0, 0)
        // Near the horizon the painted ground is too fine for its pixels.
        for i in seen.indices where seen[i] > 0 && (!ground || i / 96 > 44) {
            sum += abs(Float(shown.pixels[i * 3]) - Float(truth.pixels[i * 3]))
            count += 1
            newest += seen[i] == 2 ? 1 : 0
        }
        return (sum / count, newest / Float(seen.count))
    }

    @Test func turningShowsTheSamePlacesElsewhere() throws {
        var memory = try #require(WarpMemory(motion))
        memory.append([picture(memory.pose, motion, travel)], actions: [Action.none().values])
        let (turned, share) = try compare(memory, [action(.turn), action(.turn)], ground: false)
        #expect(turned < 4)
        // 12 of 75 degrees leave the view.
        #expect(share > 0.75 && share < 0.95)
        let (frozen, _) = try compare(memory, [Action.none().values], ground: false)
        #expect(frozen < 1)
    }

    @Test func walkingMovesTheGround() throws {
        var memory = try #require(WarpMemory(motion))
        memory.append([picture(memory.pose, motion, travel)], actions: [Action.none().values])
        let steps = [[Float]](repeating: action(.forward), count: 3)
        let (walked, _) = try compare(memory, steps, ground: true)
        #expect(walked < 4)
        // The other way is wrong by far.
        var pose = memory.pose
        for step in steps { pose.move(step, motion, travel) }
        let (there, back) = (
            picture(pose, motion, travel), try #require(memory.views([action(.back)]))[0].frame
        )
        var wrong: Float = 0
        for i in (45 * 96)..<(64 * 96) { wrong += abs(Float(there.pixels[i * 3]) - Float(back.pixels[i * 3])) }
        #expect(wrong / Float(19 * 96) > 12)
    }

    @Test func whatWasSeenBeforeIsShownAgain() throws {
        var memory = try #require(WarpMemory(motion))
        memory.append([picture(memory.pose, motion, travel)], actions: [Action.none().values])
        var pose = memory.pose
        for turn in [Float](repeating: 1, count: 20) + [Float](repeating: -1, count: 16) {
            let move = action(.turn, turn)
            pose.move(move, motion, travel)
            memory.append([picture(pose, motion, travel)], actions: [move])
        }
        let back = [[Float]](repeating: action(.turn, -1), count: 4)
        let view = try #require(memory.views(back))
        let (difference, _) = try compare(memory, back, ground: false)
        #expect(difference < 4)
        let (unknown, older) = (view[3].seen.count { $0 == 0 }, view[3].seen.count { $0 == 1 })
        #expect(unknown == 0)
        #expect(older > 0)
    }

    /// A wall that nobody told of: the pictures stand still while somebody walks.
    @Test func theCameraGoesWhereThePicturesWent() throws {
        for (collisions, moves) in [(Collisions.learned, false), (.learned, true), (.rule, false)] {
            var memory = try #require(WarpMemory(motion, collisions: collisions))
            memory.append([picture(memory.pose, motion, travel)], actions: [Action.none().values])
            var pose = memory.pose
            for _ in 0..<8 {
                let steps = [action(.forward), action(.forward)]
                if moves { for step in steps { pose.move(step, motion, travel) } }
                #expect(memory.followed(steps) == steps)
                memory.append([picture(pose, motion, travel), picture(pose, motion, travel)], actions: steps)
            }
            let way = 16 * travel.metres
            #expect(abs(memory.pose.z - (collisions == .rule || moves ? way : 0)) < 0.01, "\(collisions), \(moves)")
        }
    }

    @Test func looksNoFurtherThanTheCameraCan() throws {
        var memory = try #require(WarpMemory(motion))
        memory.append([picture(memory.pose, motion, travel)], actions: [Action.none().values])
        let up = [[Float]](repeating: action(.look), count: 30)
        let followed = memory.followed(up)
        #expect(followed[0][StandardChannel.look.rawValue] > 0.99)
        #expect(abs(followed[29][StandardChannel.look.rawValue]) < 0.01)
    }

    private func entry(_ value: UInt8, disparity: Float, generation: UInt8, stripes: UInt8 = 0) -> WarpMemory.Entry {
        var frame = Frame(width: 32, height: 16)
        for i in frame.pixels.indices { frame.pixels[i] = value + (i / 3 % 2 == 0 ? stripes : 0) }
        return WarpMemory.Entry(
            frame: frame, pose: CameraPose(pitch: 0), disparity: [Float](repeating: disparity, count: 512),
            generation: [UInt8](repeating: generation, count: 512))
    }

    @Test func placesAreColouredByThePictureMadeAnewLeastOften() {
        let renderer = ViewRenderer(GroundDisparity(motion, travel, width: 32, height: 16))
        let blurred = entry(108, disparity: 0.3, generation: 4)
        let sharp = entry(100, disparity: 0.3, generation: 0, stripes: 16)
        let view = renderer.render([([blurred, sharp], CameraPose(pitch: 0))])[0]
        #expect(view.frame == sharp.frame)
        #expect(view.seen.allSatisfy { $0 == 2 })
        #expect(view.generation.allSatisfy { $0 == 0 })
        // What has changed since is not taken back.
        let changed = entry(200, disparity: 0.3, generation: 4)
        #expect(renderer.render([([changed, sharp], CameraPose(pitch: 0))])[0].frame == changed.frame)
    }

    @Test func nearThingsMoveMore() {
        let renderer = ViewRenderer(GroundDisparity(motion, travel, width: 32, height: 16))
        var aside = CameraPose(pitch: 0)
        aside.x = 0.5
        func shift(_ disparity: Float) -> Int {
            var picture = entry(0, disparity: disparity, generation: 0)
            picture = WarpMemory.Entry(
                frame: Self.line(at: 24), pose: picture.pose, disparity: picture.disparity,
                generation: picture.generation)
            let view = renderer.render([([picture], aside)])[0]
            let row = (0..<32).map { Int(view.frame.pixels[(8 * 32 + $0) * 3]) }
            return 24 - row.firstIndex(of: row.max()!)!
        }
        // focal * metres * disparity pixels.
        let focal = 16 / tanf(75 * .pi / 360)
        #expect(shift(0.2) == Int((focal * 0.1).rounded()))
        #expect(shift(0.8) == Int((focal * 0.4).rounded()))
    }

    private static func line(at column: Int) -> Frame {
        var frame = Frame(width: 32, height: 16)
        for y in 0..<16 { for c in 0..<3 { frame.pixels[(y * 32 + column) * 3 + c] = 255 } }
        return frame
    }

    @Test func nobodyWalksThroughWhatIsSeen() {
        let here = CameraPose(pitch: 0)
        func way(_ disparity: Float, x: Float, z: Float) -> SIMD2<Float> {
            let points = Obstacles.points(
                of: [Float](repeating: disparity, count: 128 * 80), width: 128, pose: here, motion, travel)
            var next = here
            (next.x, next.z) = (x, z)
            return Obstacles(points, near: here).way(from: here, to: next)
        }
        // A wall across the view, 80 cm and 1 m away.
        #expect((way(1 / 0.8, x: 0, z: 0.7) * way(1 / 0.8, x: 0, z: 0.7)).sum() < 1e-4)
        #expect(way(1 / 0.8, x: 0, z: -0.7) == SIMD2(0, -0.7))
        #expect(way(1, x: 0, z: 0.3) == SIMD2(0, 0.3))
        // What goes rather along it slides, and no nearer.
        let along = way(1 / 0.8, x: 0.12, z: 0.55)
        #expect(along.y < 0.1)
    }

    @Test func actionsSayWhichWayIsLeft() {
        var values = action(.forward)
        travel.set(&values, way: SIMD2(0.06, 0), yaw: 0)
        #expect(abs(values[StandardChannel.right.rawValue] - 0.5) < 1e-6)
        #expect(abs(values[StandardChannel.forward.rawValue]) < 1e-6)
        travel.set(&values, way: SIMD2(0.06, 0), yaw: -.pi / 2)
        #expect(abs(values[StandardChannel.back.rawValue] - 0.5) < 1e-6)
    }
}
