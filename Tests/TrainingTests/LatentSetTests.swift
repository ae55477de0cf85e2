import Testing

@testable import Training

struct LatentSetTests {
    /// A mark is where a key goes down, once for as long as it is held.
    @Test func marksWhereAKeyGoesDown() {
        var set = LatentSet(shape: [1, 1, 1], actionSize: 4)
        // Two channels, two pictures a latent frame; channel 1 is held in frames 1, 2 and 4.
        let held: [Float] = [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]
        set.episodes = [
            .init(latents: [0, 0, 0, 0, 0], actions: [Float](repeating: 0, count: 20), frames: 5),
            .init(latents: [0, 0, 0, 0, 0], actions: held, frames: 5),
        ]
        set.mark(channel: 1, of: 2)
        #expect(set.marked.map(\.episode) == [1, 1])
        #expect(set.marked.map(\.frame) == [1, 4])
        set.append(set.episodes[1])
        #expect(set.marked.map(\.episode) == [1, 1, 2, 2])
    }
}
