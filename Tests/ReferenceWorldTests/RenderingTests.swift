import Testing
import Worlds

@testable import ReferenceWorld

struct RenderingTests {
    @Test(arguments: ReferenceWorld.scenes, [[64, 64], [128, 80]])
    func everySceneShowsSomething(scene: String, size: [Int]) throws {
        for seed: UInt64 in 0..<6 {
            var world = ReferenceWorld()
            let seen = try world.reset(Start(scene: scene, seed: seed, width: size[0], height: size[1]))
            #expect(seen.frame.pixels.count == size[0] * size[1] * 3)
            let truth = try #require(seen.truth)
            #expect(truth.depth.count == size[0] * size[1])
            #expect(truth.instances.count == size[0] * size[1])
            #expect(truth.depth.allSatisfy { $0 > 0 })
            #expect(zip(truth.depth, truth.instances).allSatisfy { ($0 == .infinity) == ($1 == 0) })
            var colors: Set<[UInt8]> = []
            for i in stride(from: 0, to: seen.frame.pixels.count, by: 3) {
                colors.insert(Array(seen.frame.pixels[i..<i + 3]))
            }
            #expect(colors.count > 20)
            #expect(truth.objects.count >= 5)
            #expect(!world.caption.isEmpty && world.longCaption.count > world.caption.count)
        }
    }

    @Test func depthAndIdsAgreeWithAKnownBox() throws {
        var world = try Play.emptyPlaza()
        let id = world.stage.add(.block(at: SIMD3(0, 1, 3), SIMD3(0.5, 0.5, 0.5), ("red", SIMD3(1, 0, 0))))
        world.stage.add(.block(at: SIMD3(0, 0, 3), SIMD3(0.5, 0.5, 0.5), ("blue", SIMD3(0, 0, 1))))
        let truth = try #require(try world.step(Action.none()).truth)
        #expect(abs(truth.depth[32 * 64 + 32] - 2.5) < 1e-3)
        #expect(truth.instances[32 * 64 + 32] == id)
        // Its right edge, 0.5 m to the side at 2.5 m, by the pinhole camera.
        let edge = truth.intrinsics.cx + 0.5 / 2.5 * truth.intrinsics.fx
        for x in 32..<64 {
            #expect((truth.instances[32 * 64 + x] == id) == (Float(x) + 0.5 < edge))
        }
    }

    @Test func depthOfTheGroundFollowsThePitch() throws {
        var world = try Play.emptyPlaza()
        world.pose.pitch = -0.6
        let truth = try #require(try world.step(Action.none()).truth)
        let (x, y) = (32, 40)
        let v = (truth.intrinsics.cy - Float(y) - 0.5) / truth.intrinsics.fy
        let fall = Trigonometry.sine(-0.6) + Trigonometry.cosine(-0.6) * v
        #expect(abs(truth.depth[y * 64 + x] + truth.pose.y / fall) < 1e-3)
        #expect(truth.instances[y * 64 + x] == 1)
    }

    @Test func unknownScenesAndSizesAreRefused() {
        var world = ReferenceWorld()
        #expect(throws: (any Error).self) { try world.reset(Start(scene: "moon")) }
        #expect(throws: (any Error).self) { try world.reset(Start(scene: "rooms", width: 0, height: 80)) }
    }
}
