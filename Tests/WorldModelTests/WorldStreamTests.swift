import Codecs
import Diffusion
import Tensors
import Testing
import Worlds

@testable import Memory
@testable import Training
@testable import WorldModel

/// Training, a reset, play and a judge drive memory alike.
@Suite struct WorldStreamTests {
    private static func checkpoint(_ collisions: Collisions) -> Checkpoint {
        var configuration = RememberingModel.configuration(contextFrames: 7, pitchLimit: 0.2)
        configuration.collisions = collisions
        return Checkpoint(
            configuration: configuration, actionSpace: .standard,
            compressor: VideoCompressor(configuration.compressor, seed: 1),
            transformer: DiT(configuration.transformer, seed: 2, zeroInitialized: false))
    }

    private static func picture(_ n: Int) -> Frame {
        Frame(width: 32, height: 32, pixels: (0..<3072).map { UInt8(($0 * 7 + n * 13) % 251) })
    }

    /// Walking, turning, and looking further up than the camera can.
    private static func action(_ n: Int) -> Action {
        var action = Action.none()
        action[.forward] = n % 3 == 0 ? 1 : 0
        action[.turn] = n % 2 == 0 ? 0.5 : -1
        action[.look] = 0.9
        return action
    }

    @Test(arguments: [Collisions.rule, .learned]) func fourRoadsShowTheSame(collisions: Collisions) throws {
        let checkpoint = Self.checkpoint(collisions)
        let video = LatentVideo(
            checkpoint.compressor, context: Context(checkpoint.compressor.store, precision: .f32))
        let actions = [Action.none()] + (1..<9).map(Self.action)
        // Training lets memory see pictures as the codec shows them: all roads are given those.
        var groups = [[Frame](repeating: Self.picture(0), count: 2)]
        groups += (0..<4).map { [Self.picture(1 + 2 * $0), Self.picture(2 + 2 * $0)] }
        let decoded = video.decode(video.encode(groups))
        let frames = [decoded[0][0]] + decoded.dropFirst().flatMap { $0 }

        var judged = WorldStream(checkpoint, pitch: 0, video: video)
        var given = [judged.begin(frames[0])]
        for g in 0..<4 {
            let range = 1 + 2 * g..<3 + 2 * g
            given.append(judged.take(Array(frames[range]), actions: Array(actions[range])))
        }
        let raw = [Self.picture(0)] + (1..<9).map(Self.picture)
        let trained = LatentSet.episode(
            frames: raw, actions: actions, video: video, stream: WorldStream(checkpoint, pitch: 0, video: video))
        #expect(trained.actions == given.flatMap(\.actions))
        #expect(trained.actions != [0, 0] + actions.dropFirst().flatMap(\.values))
        let views = try #require(trained.views)
        let size = views.count / 5
        for (g, frame) in given.enumerated() {
            let learned = Array(views[g * size..<(g + 1) * size])
            let shown = frame.view?.tensor(pool: BufferPool()).array ?? [Float](repeating: 0, count: size)
            #expect(learned == shown, "latent frame \(g)")
        }

        var start = Start(seed: 1, width: 32, height: 32)
        start.history = zip(frames, actions).map { (frame: $0, action: $1) }
        start.pitch = 0
        var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
        _ = try world.reset(start)
        let next = [Self.action(9), Self.action(10)]
        let prospect = judged.ahead(next.map(\.values))
        let memory = try #require(world.memory)
        #expect(memory.followed(next.map(\.values)) == prospect.actions)
        let alike = memory.views(prospect.actions)?.map(\.frame) == prospect.shown?.map(\.frame)
        #expect(alike)

        let made = try world.step(next).map(\.frame)
        judged.append(made, after: prospect, generation: [UInt8](repeating: 1, count: 32 * 32))
        let (played, known) = (try #require(world.memory as? WarpMemory), try #require(judged.memory as? WarpMemory))
        #expect(played.pose == known.pose)
        let same = played.views(prospect.actions)?.map(\.frame) == known.views(prospect.actions)?.map(\.frame)
        #expect(same)
    }
}
