import Testing
import WorldModel
import Worlds

struct ShippedCheckpointTests {
    @Test func everyShippedCheckpointPlays() throws {
        #expect(Checkpoint.shipped.contains("small"))
        for name in Checkpoint.shipped {
            let checkpoint = try Checkpoint.named(name)
            var world = LearnedWorld(checkpoint: checkpoint)
            let (width, height) = (checkpoint.configuration.width, checkpoint.configuration.height)
            let gray = Frame(
                width: width, height: height, pixels: [UInt8](repeating: 128, count: width * height * 3))
            _ = try world.reset(Start(seed: 1, history: [(frame: gray, action: .none())]))
            #expect(try world.step(.none()).frame.pixels.count == width * height * 3)
        }
    }

    @Test func anUnknownNameIsOneSentence() {
        #expect(throws: WorldError.self) { try Checkpoint.named("nowhere") }
    }
}
