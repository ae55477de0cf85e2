import Episodes
import ReferenceWorld
import Tensors
import Testing
import Text
import Worlds

@testable import Training

/// Captions of the reference world say what is there, in words that its vocabulary has.
struct CaptionTests {
    private static func episodes(_ scenes: ReferenceEpisodes.Scenes, _ count: Int) throws -> [Episode] {
        var source = ReferenceEpisodes(count: count, frames: 60, width: 16, height: 16, scenes: scenes)
        source.notesFacts = true
        return try (0..<count).map { try source.episode($0, truth: false) }
    }

    private static let vocabulary = Vocabulary(
        CaptionWriter.words
            + Vocabulary.words(
                of: (ReferenceWorld.settings + ReferenceWorld.daylights + ReferenceWorld.thingWords).joined(
                    separator: " ")))

    @Test(arguments: [ReferenceEpisodes.Scenes.families, .staged])
    func allWordsAreKnownAndNoTwoAreAlike(_ scenes: ReferenceEpisodes.Scenes) throws {
        var random = PhiloxGenerator(seed: 1)
        var captions: Set<String> = []
        var lengths: [Int] = []
        for episode in try Self.episodes(scenes, 20) {
            let facts = try #require(episode.facts)
            #expect(ReferenceWorld.settings.contains(facts.setting), "\(facts.setting)")
            for start in [0, 20, 29] {
                let range = start..<start + 31
                let caption = CaptionWriter.caption(
                    of: facts, range, camera: CameraCaption.phrase(Array(episode.actions[range]), .standard), &random)
                #expect(Self.vocabulary.unknown(in: caption).isEmpty, "\(caption)")
                #expect(!caption.isEmpty)
                captions.insert(caption)
                lengths.append(Vocabulary.words(of: caption).count)
            }
        }
        #expect(captions.count > 45)
        #expect(lengths.min()! < 8 && lengths.max()! > 25 && lengths.max()! <= Vocabulary.longest, "\(lengths)")
    }

    @Test func whatIsSeenIsThere() throws {
        // A thing that is said to be seen is one of the world's, and events say to what they happen.
        let source = try Self.episodes(.staged, 12)
        #expect(source.contains { !$0.facts!.events.isEmpty })
        for episode in source {
            for sight in episode.facts!.sights {
                #expect(episode.facts!.things.indices.contains(sight.thing) && abs(sight.x) <= 1)
            }
        }
    }

    @Test func theCameraIsToldInWords() {
        var left = Action.none()
        left[.turn] = -0.5
        left[.forward] = 1
        #expect(CameraCaption.phrase([left, left], .standard) == "turns left and walks forward")
        #expect(CameraCaption.phrase([.none()], .standard) == "stands still")
        #expect(CameraCaption.phrase([Action(values: [])], ActionSpace(channels: [])) == "")
    }

    @Test func aTenthIsDroppedAndGivenCaptionsStay() {
        let captions = ClipCaptions(vocabulary: Self.vocabulary, space: .standard, factor: 2)
        var episode = LatentSet.Episode(
            latents: [], actions: [Float](repeating: 0, count: 4 * 16), frames: 4)
        var random = PhiloxGenerator(seed: 3)
        #expect(captions.words(of: episode, from: 0, 4, &random) == [])
        episode.facts = SceneFacts()
        episode.facts?.caption = "a red ball"
        let all = (0..<1000).map { _ in captions.words(of: episode, from: 0, 4, &random) }
        let dropped = all.filter(\.isEmpty).count
        #expect((60...140).contains(dropped))
        #expect(all.filter { !$0.isEmpty }.allSatisfy { $0 == Self.vocabulary.numbers(of: "a red ball") })
    }

    @Test func promptsOfEveryKindAreDrawn() {
        var random = PhiloxGenerator(seed: 5)
        var kinds: Set<[Bool]> = []
        for _ in 0..<300 {
            let mix = PromptMix(frames: 8, &random)
            let open = zip(mix.levels, mix.weights).filter { $0.1 == 1 }.map(\.0)
            #expect(!open.isEmpty && Set(open).count == 1)
            #expect(zip(mix.levels, mix.weights).allSatisfy { $0.1 == 1 || $0.0 <= 0.1 })
            let given = mix.weights.map { $0 == 0 }
            kinds.insert([given[0], given[7], given[1..<7].contains(true)])
        }
        #expect(kinds.contains([false, false, false]))
        #expect(
            kinds.contains { $0[0] && !$0[1] } && kinds.contains { !$0[0] && $0[1] }
                && kinds.contains { $0[0] && $0[1] })
    }
}
