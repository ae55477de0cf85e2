import Foundation
import Synchronization
import Testing
import Training

/// Episodes that are made while something else goes on.
@Suite(.timeLimit(.minutes(1))) struct EpisodeFeedTests {
    private struct Refusal: Error {}

    private static func episode(_ number: Int) -> LatentSet.Episode {
        LatentSet.Episode(latents: [Float(number)], actions: [], frames: 1)
    }

    /// Takes what is there until `enough` says so.
    private func take(_ feed: EpisodeFeed<LatentSet.Episode>, until enough: ([LatentSet.Episode]) -> Bool) throws
        -> [LatentSet.Episode]
    {
        var taken: [LatentSet.Episode] = []
        while !enough(taken) {
            taken += try feed.take()
            Thread.sleep(forTimeInterval: 0.001)
        }
        return taken
    }

    @Test func everyEpisodeArrivesOnce() throws {
        let feed = EpisodeFeed(3..<40) { Self.episode($0) }
        let taken = try take(feed) { $0.count >= 37 }
        #expect(taken.map { Int($0.latents[0]) }.sorted() == Array(3..<40))
        #expect(try feed.take().isEmpty)
    }

    @Test func whatFailsIsThrown() {
        let feed = EpisodeFeed(0..<40) { number in
            if number == 7 { throw Refusal() }
            return Self.episode(number)
        }
        #expect(throws: Refusal.self) { try take(feed) { _ in false } }
        // Again, to whoever asks again.
        #expect(throws: Refusal.self) { try feed.take() }
    }

    @Test func noneBeginsAfterAStop() throws {
        let begun = Mutex(0)
        let feed = EpisodeFeed(0..<1_000_000) { number in
            begun.withLock { $0 += 1 }
            Thread.sleep(forTimeInterval: 0.002)
            return Self.episode(number)
        }
        _ = try take(feed) { !$0.isEmpty }
        feed.stop()
        let atStop = begun.withLock { $0 }
        Thread.sleep(forTimeInterval: 0.1)
        // Those that were claimed just before.
        #expect(begun.withLock { $0 } <= atStop + ProcessInfo.processInfo.activeProcessorCount)
    }
}
