import Foundation
import Testing
import Worlds

@testable import ReferenceWorld

/// Scene families show and hold what the shipped checkpoints were trained on: the same things in the same colours at the
/// same points of the same scenes.
struct FamilyLooksTests {
    /// A scene as it began when the checkpoints were made.
    struct Known: CustomTestStringConvertible, Sendable {
        var scene: String
        var seed: UInt64
        var caption: String
        /// Mean colours of 8 x 5 areas of the first picture, row by row, as hexadecimal numbers.
        var colors: String
        /// Kind, and x, y and z of the middle in centimetres, of every thing.
        var things: String
        var testDescription: String { "\(scene) \(seed)" }
    }

    @Test(arguments: known) func theFirstPictureIsWhatItWas(_ known: Known) throws {
        var world = ReferenceWorld()
        let seen = try world.reset(Start(scene: known.scene, seed: known.seed))
        let small = seen.frame.resampled(to: (8, 5))
        let digits = Array(known.colors.filter(\.isHexDigit))
        #expect(digits.count == 2 * small.pixels.count)
        for (i, value) in small.pixels.enumerated() {
            let expected = try #require(Int(String(digits[2 * i...2 * i + 1]), radix: 16))
            #expect(abs(Int(value) - expected) <= 2, "colour \(i % 3) of area \(i / 3)")
        }
        #expect(world.caption == known.caption)
        let things = known.things.split(separator: ",").map { $0.split { " \n".contains($0) } }
        let objects = try #require(seen.truth?.objects)
        #expect(objects.map(\.kind) == things.map { String($0[0]) })
        for (object, words) in zip(objects, things) {
            for axis in 0..<3 {
                let expected = try #require(Float(words[axis + 1])) / 100
                #expect(abs(object.position[axis] - expected) < 0.006, "\(object.kind) \(object.id)")
            }
        }
    }

    /// What happens is known of scenes that scripts furnish; here, that families hold its events and causes too.
    @Test(arguments: ReferenceWorld.scenes) func truthIsWhole(scene: String) throws {
        var world = ReferenceWorld()
        var policy = Policy(kind: .approachAndUse, seed: 11)
        var seen = try world.reset(Start(scene: scene, seed: 11, width: 48, height: 32))
        for frame in 0..<160 {
            let truth = try #require(seen.truth)
            let ids = Set(truth.objects.map(\.id))
            #expect(ids.count == truth.objects.count && ids.allSatisfy { $0 > 1 })
            #expect(truth.instances.allSatisfy { $0 < 2 || ids.contains($0) })
            #expect(truth.events.allSatisfy { $0.frame == frame })
            #expect(truth.objects.allSatisfy { $0.position.y > -0.01 && $0.position.y < 4 })
            let reach = world.stage.scene.reach
            #expect(truth.objects.allSatisfy { max(abs($0.position.x), abs($0.position.z)) < reach })
            seen = try world.step(policy.action(for: world))
        }
    }

    static let known = [
        Known(
            scene: "meadow", seed: 3,
            caption: "a meadow with hedges at dusk with a pink ball, a purple ball and a black dog",
            colors: """
                c49caac49caac49caac19ca6c19ca57978792f5b4bbe9aa8
                d6a790d6a790b99b7fa1926ea1936e3c59431b4b38a58b80
                6584496d884b778f4f71784a76784c3f583729482f355b35
                9ca359ada260bca166aaa45f8a9e51677d4161713c79984a
                c5a369a9a05d8ea35382a74e7c9f4b83a94f7da04b80a44d
                """,
            things: """
                tree 207 163 -420, tree -356 158 -698, tree -779 155 183, tree 633 161 18, block -358 94 -440,
                block 607 50 -764, ball -623 36 -443, ball 769 195 8, dog 713 35 427
                """),
        Known(
            scene: "rooms", seed: 4,
            caption: "four rooms with doorways by day with a white ball, a teal ball and a black dog",
            colors: """
                7daea06ca194699f8b669c836297785c82615c7f5c5d845f
                83ad8c719c7b719c7b719c7b6b8b706e3e216e3e216a5c40
                8cb394789e80799e817b9f8273896f6e3e216e3e21736a4d
                76ae845f966e5f966e5f966e5c835e6e3e216e3e21596c41
                b5cc9ab5cd9da5c59a90b6908db28c8d9876868a695e6558
                """,
            things: """
                door 0 105 -384, door -365 105 0, door 383 105 0, lamp -257 100 -100, lever -116 50 -441,
                ball -421 35 136, ball -361 180 539, box 453 45 311, box 453 122 311, box 147 45 -496,
                dog -503 35 -546, canvas 383 85 137
                """),
        Known(
            scene: "table", seed: 5,
            caption: "a plaza of things by day with a red ball, a pink ball and a brown dog",
            colors: """
                9ac7f69ac7f69ac7f69ac7f69ac7f69ac7f69ac7f69ac7f6
                bcdaf1b7c7d1b7c8d2bcd9f0bedef8bedef8bedef8bedef8
                9a9fa9599b9e4d979b7f96a2a29c92a18c69a095a2a294a1
                a8a5a52e8d8c1680808baca1aba7a2918e90c0bab1b0acab
                cbc2b042918d1b818091a7a1c3b1bbbbb2a6d1c8b5d2c9b6
                """,
            things: """
                pedestal 232 40 288, burger 232 110 288, pedestal 242 40 -314, burger 242 110 -314,
                canvas -172 85 -74, lamp -191 100 124, lever -380 50 -93, ball -84 40 -224, ball -476 42 290,
                box -257 45 304, block 273 59 -99, dog -107 35 305
                """),
        Known(
            scene: "meadow", seed: 6,
            caption: "a walled garden by day with a teal ball, a black dog and a pink block",
            colors: """
                4e9e4f569a6b94c3ec76b5a886bacf9ac7f63c867879aeca
                5a8c543a723499b5b57da58398b6ab9cbfc9236b5261928d
                a999928d806a9fa98a959c82a8ae9e97a592496c547d8e82
                84ac5d6e984e7fb85b80ba5b81bb5c79ae576b8c4b75a658
                7eb5577eb85782bd5a7cb55683bf5b87b666c39ccfbda0c4
                """,
            things: """
                tree -685 159 -208, tree -423 143 -700, tree -828 174 -639, tree -676 157 706, block -848 64 360,
                block 392 72 717, block 114 48 -683, ball -267 190 223, dog 256 35 747
                """),
        Known(
            scene: "rooms", seed: 7,
            caption: "four rooms with doorways by day with a teal ball, a blue ball and a brown dog",
            colors: """
                d1786ac08a8eaa9aaba08897a3777ca9665ea55c4f8e5040
                d58d7fd58b7dc5867aac7065ac7066ad7166935f536e3e21
                d79d91d69588c5877bad756aad786ead7c739165576e3e21
                d37666d37666c97d6eb06659ab5f53ab5f538b4e3e6e3e21
                d78877db9987d49888d99c8bd29483c48374ab706087553d
                """,
            things: """
                door 0 105 -379, door -279 105 0, door 334 105 0, lamp -305 100 -526, lever -319 50 460,
                ball 111 39 -522, ball -495 42 -309, box 240 45 -271, box 240 122 -271, box 452 45 230,
                dog -149 35 215
                """),
        Known(
            scene: "table", seed: 8,
            caption: "a plaza of things by day with an orange ball, a white ball and a blue ball",
            colors: """
                9ac7f69ac7f69ac7f69ac7f69ac7f69ac7f69ac7f69ac7f6
                abaebfbedef8bedef8bedef8bedef8bedef8bedef8bedef8
                8c6eadacb2c3aab2c2a9b1c2acb2c2afb4c096919d938b99
                8a8992c7c1b7cbc4b7d1c9b8d0c8b6d3cab8d7cebcc5beb1
                ccc3b1d0c7b4d1c8b5cec4b2ddd4c0bdc4b5d1cab8d8cebb
                """,
            things: """
                pedestal -391 40 -154, burger -391 110 -154, canvas -69 85 -328, lamp -326 100 -478,
                ball -378 183 63, ball -156 33 1, ball 544 35 71, box -203 45 335, box -203 122 335,
                dog -156 35 -453, person -92 85 492
                """),
    ]
}
