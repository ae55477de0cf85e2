import Foundation
import Synchronization
import TestSupport
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

/// A log and the weights that it was made with.
struct WeightsTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static func registry(_ weights: String?) -> WorldRegistry {
        var registry = CountingWorld.registry
        registry.kinds[0].weights = { _ in weights }
        return registry
    }

    private func log(_ weights: String?) throws -> ActionLog {
        let url = folder.file("\(UUID().uuidString).jsonl")
        let player = try Player(PlaySettings(world: "counting"), registry: Self.registry(weights))
        let writer = try LogWriter(url, settings: player.settings, space: .standard)
        let forward = [PlayOperation](repeating: .action(.none()), count: 7)
        _ = try HeadlessPlay.run(player, forward, log: writer) { _ in }
        return try ActionLog(contentsOf: url)
    }

    @Test func aLogKnowsItsWeightsAndItsMaker() throws {
        let log = try log("abc")
        #expect(log.settings?.weights == "abc" && log.maker == ActionLog.Maker(on: nil) && log.maker.isa != nil)
        // A game of seven frames has a fingerprint too.
        let result = try HeadlessPlay.run(
            try Player(try #require(log.settings), registry: Self.registry("abc")), log.operations
        ) { _ in }
        #expect(result.same == 1 && result.different == 0 && result.frames == 8)
    }

    @Test func otherWeightsAreRefusedByName() throws {
        let settings = try #require(try log("abc").settings)
        for other in ["abd", nil] {
            do {
                _ = try Player(settings, registry: Self.registry(other))
                Issue.record("played with \(other ?? "none")")
            } catch { #expect("\(error)".hasPrefix("The weights differ: ")) }
        }
    }

    @Test func logsThatDoNotSayAreReplayed() throws {
        let settings = try #require(try log(nil).settings)
        #expect(settings.weights == nil)
        #expect(try Player(settings, registry: Self.registry("abc")).settings.weights == "abc")
    }

    @Test func anotherWorldWithinAGameHasItsOwnWeights() throws {
        let current = Mutex("abc")
        var registry = CountingWorld.registry
        registry.kinds[0].weights = { _ in current.withLock { $0 } }
        var player = try Player(PlaySettings(world: "counting"), registry: registry)
        let url = folder.file("l.jsonl")
        let writer = try LogWriter(url, settings: player.settings, space: .standard)
        current.withLock { $0 = "xyz" }
        let begin = PlayOperation.begin(PlaySettings(world: "counting again"))
        _ = try player.apply(begin)
        try writer.append(begin, player)
        guard case .begin(let made) = try ActionLog(contentsOf: url).operations[0] else {
            Issue.record("no beginning in the log")
            return
        }
        #expect(made.weights == "xyz")
    }
}
