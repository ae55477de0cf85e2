import Testing
import Worlds

@testable import Generation

struct CameraWordsTests {
    private func actions(_ text: String, _ count: Int = 40) throws -> [Action] {
        try CameraWords.actions(text, count: count, framesPerSecond: 20, space: .standard)
    }

    @Test func phrasesShareTheTime() throws {
        let all = try actions("turn left, then walk and look up slowly")
        #expect(all.count == 40)
        #expect(all[0][.turn] == -0.5 && all[0][.forward] == 0 && all[19] == all[0])
        #expect(all[20][.forward] == 1 && all[20][.look] == 0.2 && all[39] == all[20])
    }

    @Test func timesAndDegreesAreKept() throws {
        let all = try actions("turn right 90 degrees for 1 second; step left")
        // 90 degrees in 20 frames of up to 6.
        #expect(abs(all[0][.turn] - 0.75) < 1e-6 && all[20][.left] == 1 && all[20][.turn] == 0)
        #expect(try actions("stand for 1 s, walk", 30)[19] == .none())
    }

    @Test func whatIsNotUnderstoodIsNamed() {
        for (text, word) in [
            ("tunr left", "'turn'"), ("", "no motion"), ("left", "no verb"), ("turn", "say where"),
            ("walk 3", "seconds or degrees"), ("go up", "cannot walk up"),
        ] {
            #expect { try actions(text) } throws: { "\($0)".contains(word) }
        }
    }
}
