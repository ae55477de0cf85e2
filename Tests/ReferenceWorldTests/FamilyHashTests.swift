import Testing
import Worlds

@testable import ReferenceWorld

/// The three families show what the shipped checkpoints were trained on: not a bit of theirs may change.
struct FamilyHashTests {
    /// FNV-1a over pictures, depth, ids, poses, object states and events of a played rollout.
    private struct Hash {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        mutating func add(_ x: Float) { for shift in [0, 8, 16, 24] { add(UInt8(x.bitPattern >> shift & 255)) } }
        mutating func add(_ text: String) { for byte in text.utf8 { add(byte) } }
        mutating func add(_ v: SIMD3<Float>) {
            add(v.x)
            add(v.y)
            add(v.z)
        }
    }

    private func hash(_ scene: String, _ seed: UInt64, _ kind: Policy.Kind) throws -> UInt64 {
        var world = ReferenceWorld()
        var policy = Policy(kind: kind, seed: seed)
        var hash = Hash()
        var seen = try world.reset(Start(scene: scene, seed: seed, width: 48, height: 32))
        for _ in 0..<120 {
            for byte in seen.frame.pixels { hash.add(byte) }
            let truth = try #require(seen.truth)
            for d in truth.depth { hash.add(d) }
            for id in truth.instances { hash.add(Float(id)) }
            for x in [truth.pose.x, truth.pose.y, truth.pose.z, truth.pose.yaw, truth.pose.pitch] { hash.add(x) }
            for object in truth.objects {
                hash.add(Float(object.id))
                hash.add(object.kind)
                hash.add(object.position)
                hash.add(object.velocity)
                hash.add(object.state)
            }
            for event in truth.events {
                hash.add("\(event.frame) \(event.kind) \(event.object) \(event.cause)")
            }
            seen = try world.step(policy.action(for: world))
        }
        hash.add(world.longCaption)
        return hash.value
    }

    @Test(
        arguments: [
            ("meadow", 3, Policy.Kind.approachAndUse, 0xd615_a9cd_d5cc_67c6),
            ("meadow", 11, .wander, 0x4769_677e_df6c_aee8),
            ("rooms", 4, .approachAndUse, 0xe592_55ec_9a9b_1017), ("rooms", 17, .circle, 0x24fa_69e9_c6ac_f15a),
            ("table", 5, .approachAndUse, 0x7e18_aa9a_75f5_203d), ("table", 23, .outAndBack, 0x4a14_2888_478f_3d03),
        ] as [(String, UInt64, Policy.Kind, UInt64)])
    func picturesAndTruthAreWhatTheyWere(scene: String, seed: UInt64, kind: Policy.Kind, expected: UInt64) throws {
        #expect(try hash(scene, seed, kind) == expected)
    }
}
