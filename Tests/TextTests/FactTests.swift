import Testing

@testable import Text

/// Facts are read off prompts, and told in captions that say them again.
struct FactTests {
    private func facts(_ text: String) -> [String] {
        FactLexicon.facts(of: text).map { "\($0.subject.rawValue): \($0.text)" }
    }

    @Test func promptsAskForFacts() {
        #expect(
            facts("a large red ball and two trees in a walled garden at dusk. the camera turns left and walks forward.")
                == [
                    "kind: ball", "colour: red ball", "kind: tree", "number: 2 tree", "place: garden", "time: at dusk",
                    "camera: turns left", "camera: walks forward",
                ])
        #expect(
            facts("A person in blue; the person walks") == [
                "kind: person", "colour: blue person", "event: person moves",
            ])
        #expect(facts("three yellow crates") == ["kind: box", "colour: yellow box", "number: 3 box"])
        // What walks is the camera.
        #expect(facts("the camera walks forward") == ["camera: walks forward"])
        #expect(facts("something strange") == [])
    }

    @Test(arguments: [
        [Fact(.kind, "ball"), Fact(.colour, "red ball"), Fact(.place, "meadow"), Fact(.time, "at dusk")],
        [Fact(.kind, "box"), Fact(.number, "3 box"), Fact(.camera, "turns left"), Fact(.camera, "looks up")],
        [Fact(.kind, "dog"), Fact(.colour, "brown dog"), Fact(.event, "dog moves"), Fact(.place, "street")],
    ])
    func captionsSayTheirFacts(_ facts: [Fact]) {
        #expect(Set(FactLexicon.facts(of: FactSentence.caption(facts))) == Set(facts))
    }

    @Test func nothingIsSaidOfNothing() { #expect(FactSentence.caption([Fact]()).isEmpty) }

    @Test func settingsArePlaces() {
        #expect(FactLexicon.place(of: "four rooms with doorways") == "room")
        #expect(FactLexicon.place(of: "a plaza with a table") == "plaza")
        #expect(FactLexicon.place(of: "nowhere") == nil)
    }
}
