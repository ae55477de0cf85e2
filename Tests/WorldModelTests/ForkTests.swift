import Foundation
import Synchronization
import Testing
import Worlds

@testable import WorldModel

/// Forks of one world share its weights and its context, and go their own ways on several threads.
struct ForkTests {
    @Test func forksOnThreadsMakeWhatTheyMakeAlone() throws {
        let checkpoint = CheckpointTests.tiny()
        var world = LearnedWorld(checkpoint: checkpoint)
        var picture = Frame(width: 48, height: 32)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(i % 251) }
        _ = try world.reset(Start(seed: 4, history: [(frame: picture, action: .none())]))
        _ = try world.hold(.none())
        let origin = world
        @Sendable func played(_ number: Int) throws -> [Frame] {
            var (fork, action) = (origin, Action.none())
            action.values[number % 8] = 1
            return try (0..<3).flatMap { _ in try fork.hold(action).map(\.frame) }
        }
        let alone = try (0..<8).map { try played($0) }
        let together = Mutex([[Frame]?](repeating: nil, count: 8))
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            let frames = try? played(number)
            together.withLock { $0[number] = frames }
        }
        #expect(together.withLock { $0 } == alone)
    }
}
