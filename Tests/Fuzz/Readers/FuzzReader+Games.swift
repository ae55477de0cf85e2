import Foundation
import Playing
import Worlds

/// What a player gives or keeps: actions, logs of games, key bindings.
extension FuzzReader {
    static func games(_ folder: URL) throws -> [FuzzReader] {
        let actions = """
            {"forward": 1, "turn": 0.5, "repeat": 20}
            {"use": 1}
            {}
            {"look": -0.25, "back": 1, "repeat": 3}

            """
        let bindings = """
            actions: {forward: [W, Up], turn: [Left, Right], look: [[Down, K], Up]}
            commands: {pause: P, fork: [F]}
            mouse-sensitivity: 0.02

            """
        let (list, keys) = (folder.appendingPathComponent("actions.jsonl"), folder.appendingPathComponent("keys.yaml"))
        return [
            FuzzReader("actions", .jsonLines, share: 8, seeds: [Data(actions.utf8)]) { input in
                try input.write(to: list)
                try check(try ActionLog(contentsOf: list, space: .standard))
            },
            try log(folder),
            FuzzReader("bindings", .yaml, share: 4, seeds: [Data(bindings.utf8)]) { input in
                try input.write(to: keys)
                let read = try BindingsFile.read(keys, space: .standard)
                let copy = folder.appendingPathComponent("keys-again.yaml")
                try BindingsFile.write(read, to: copy)
                let again = try BindingsFile.read(copy, space: .standard)
                try Nonsense.unless(again.keys == read.keys, "other keys when written again")
                try Nonsense.unless(
                    (0.0001...1).contains(read.mouseSensitivity), "sensitivity \(read.mouseSensitivity)")
            },
        ]
    }

    /// Actions lie in their range, and the log's own lines read back as the same.
    private static func check(_ log: ActionLog) throws {
        for case .action(let action) in log.operations {
            try Nonsense.unless(action.values.allSatisfy { (-1...1).contains($0) }, "an action of \(action.values)")
        }
        try Nonsense.unless(log.operations.count <= 2_000_000, "\(log.operations.count) operations")
    }

    private static func log(_ folder: URL) throws -> FuzzReader {
        var settings = PlaySettings(world: "reference", scene: "meadow", seed: 7)
        (settings.width, settings.height) = (32, 32)
        var player = try Player(settings)
        let file = folder.appendingPathComponent("game.jsonl")
        let writer = try LogWriter(file, settings: settings, space: player.actionSpace)
        var other = settings
        other.scene = "rooms"
        var walk = Action.none()
        walk.values[0] = 1
        let operations: [PlayOperation] = [
            .action(walk), .action(walk), .fork(1), .action(.none()), .branch(0), .rewind(1), .restart, .begin(other),
            .action(walk),
        ]
        for operation in operations {
            _ = try player.apply(operation)
            try writer.append(operation, player)
        }
        // A world that is given a picture, and a scene that is built to order.
        var given = PlaySettings(world: "nano", seed: 3)
        try given.begin(from: [(Frame(width: 64, height: 48), .none())])
        given.lead = [walk]
        let header = Data((try ActionLog.header(given, space: .standard) + "{\"forward\":1}\n").utf8)
        return FuzzReader("game-log", .jsonLines, share: 1, seeds: [try Data(contentsOf: file), header]) { input in
            try input.write(to: file)
            let log = try ActionLog(contentsOf: file)
            try check(log)
            guard let settings = log.settings else { return }
            // Whatever is taken for a game can be begun and played, or is refused in words.
            _ = try HeadlessPlay.run(try Player(settings), Array(log.operations.prefix(12)), limit: 8) { picture in
                let frame = picture.frame
                try Nonsense.unless(
                    frame.width > 0 && frame.pixels.count == frame.width * frame.height * 3, "a picture of no size")
            }
        }
    }
}
