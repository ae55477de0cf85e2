import Foundation
import Media
import TestSupport
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

/// Games that are saved, recorded and gone on with.
struct GameRecordTests {
    private static func turn(_ value: Float) -> PlayOperation {
        var action = Action.none()
        action[.turn] = value
        return .action(action)
    }

    private static let operations: [PlayOperation] =
        [PlayOperation](repeating: turn(0.5), count: 9) + [
            .steps(3), turn(1), .fork(5), turn(-1), turn(-1), .branch(0),
        ]
        + [PlayOperation](repeating: turn(0.25), count: 150) + [.rewind(90), turn(0), .branch(1), turn(1)]

    private static func player(_ seed: UInt64 = 5) throws -> Player {
        try Player(PlaySettings(world: "counting", seed: seed), registry: CountingWorld.registry)
    }

    private static func play(
        _ operations: [PlayOperation], _ player: inout Player, _ record: inout GameRecord
    ) throws -> [Frame] {
        try operations.compactMap { operation in
            let picture = try player.apply(operation)
            record.append(operation, player)
            return picture?.frame
        }
    }

    private static func load(_ text: String) throws -> (Player, GameRecord, ActionLog) {
        let log = try ActionLog(text: text, name: "state")
        var player = try Player(try #require(log.settings), registry: CountingWorld.registry)
        var record = GameRecord(player)
        for case .check(let expected) in log.operations.suffix(1) {
            _ = try play(Array(log.operations.dropLast()), &player, &record)
            #expect(player.fingerprint == expected)
        }
        return (player, record, log)
    }

    @Test func aStateGoesOnWithAllItsBranches() throws {
        var player = try Self.player()
        var record = GameRecord(player)
        _ = try Self.play(Self.operations, &player, &record)
        let text = try record.state(viewing: 4)
        #expect(text.utf8.count < 1500)
        var (again, second, log) = try Self.load(text)
        #expect(log.viewing == 4 && again.timeline.branches.count == 2 && again.timeline.current == 1)
        #expect(try second.state(viewing: 4) == text)
        let more: [PlayOperation] = [Self.turn(0.5), .branch(0), Self.turn(1), Self.turn(1), .fork(80), Self.turn(-1)]
        #expect(try Self.play(more, &again, &second) == Self.play(more, &player, &record))
    }

    @Test func aStateHoldsNothingFromBeforeTheWorldBegan() throws {
        var player = try Self.player()
        var record = GameRecord(player)
        _ = try Self.play(Self.operations + [.steps(2), .restart, Self.turn(1)], &player, &record)
        let (again, _, log) = try Self.load(try record.state())
        #expect(log.operations.count == 2 && again.picture.frame == player.picture.frame)
    }

    @Test(arguments: [0, 2, 9, 14, 20, 160]) func aRecordingIsMadeAgainFromItsFirstPictureOn(first: Int) throws {
        var player = try Self.player()
        var record = GameRecord(player)
        var moments: [(Int, Frame)] = [(0, player.picture.frame)]
        for operation in Self.operations {
            let picture = try player.apply(operation)
            record.append(operation, player)
            if let picture { moments.append((record.count, picture.frame)) }
        }
        let last = Self.operations.count - 2
        let shown = moments.filter { (first...last).contains($0.0) }
        let comment = try record.comment(from: shown[0].0, through: shown.last!.0, shown.last!.1)
        let log = try ActionLog(text: comment.body, name: "comment")
        var frames: [Frame] = []
        var again = GameRecord(try Self.player())
        let result = try HeadlessPlay.run(
            try Player(try #require(log.settings), registry: CountingWorld.registry), log.operations,
            unshown: log.unshown, record: &again
        ) { frames.append($0.frame) }
        #expect(frames == shown.map(\.1) && result.different == 0 && result.same > 0)
    }

    @Test func anotherCheckpointIsRefusedUnlessForced() throws {
        var settings = PlaySettings(world: "counting", seed: 5)
        settings.weights = String(repeating: "a", count: 64)
        let text = #expect(throws: PlayRefusal.self) { try Player(settings, registry: CountingWorld.registry) }
        #expect(text?.description.contains("or play on with --force") == true)
        _ = try Player(settings, registry: CountingWorld.registry, force: true)
    }

    @Test func wordsAreRefusedWhereNothingUnderstandsThem() throws {
        var player = try Self.player()
        let refusal = #expect(throws: PlayRefusal.self) { try player.apply(.prompt("a ball")) }
        #expect(refusal?.description == "'counting' was trained without words, so that a prompt changes nothing.")
    }

    @Test func wordsHaveTheirMoment() throws {
        let registry = WorldRegistry([WorldKind(names: ["told"], make: { _ in ToldWorld() })])
        var player = try Player(PlaySettings(world: "told", seed: 5), registry: registry)
        var record = GameRecord(player)
        let said: [PlayOperation] = [
            Self.turn(0), Self.turn(0), .prompt("it \"gets\"\ndark"), Self.turn(0), Self.turn(0),
        ]
        let frames = try Self.play(said, &player, &record)
        #expect(frames[1] != frames[2] && frames[2] == frames[3])
        #expect(player.timeline.branch.prompts.map(\.frame) == [2])
        // Before its moment it was not said, after it it was.
        #expect(try player.timeline.rollout(at: 1).prompt == "" && player.timeline.rollout(at: 3).prompt != "")
        let log = try ActionLog(text: try record.state(), name: "state")
        #expect(log.operations.contains(.prompt("it \"gets\"\ndark")))
        _ = try player.apply(.rewind(1))
        #expect(player.timeline.branch.prompts.isEmpty && player.timeline.tip.prompt == "")
    }
}

/// A world that shows how long the words are that it was told.
private struct ToldWorld: FrameWorld, PromptedWorld {
    let name = "told"
    let actionSpace = ActionSpace.standard
    var abilities: Abilities { [.fork, .prompt] }
    private(set) var prompt = ""

    mutating func say(_ prompt: String) { self.prompt = prompt }

    mutating func reset(_ start: Start) -> Observation { step(.none()) }

    mutating func step(_ action: Action) -> Observation {
        Observation(frame: Frame(width: 1, height: 1, pixels: [UInt8(prompt.utf8.count), 0, 0]))
    }
}
