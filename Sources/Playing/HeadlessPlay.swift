import Worlds

/// Plays operations without a display.
public enum HeadlessPlay {
    public struct Result: Sendable, Equatable {
        public var frames = 0
        /// Fingerprints in the log that this replay met, and those it did not.
        public var same = 0
        public var different = 0
        /// Whether it was stopped before its end.
        public var isStopped = false
    }

    /// Pictures that `run` shows of these operations; the first one counts.
    public static func frames(_ operations: [PlayOperation], unshown: Int = 0, limit: Int?) -> Int {
        let made = operations.dropFirst(unshown).count { operation in
            switch operation {
            case .steps, .prompt, .check: false
            default: true
            }
        }
        return limit ?? made + (unshown == 0 ? 1 : 0)
    }

    /// Hands every picture to `frame` in the order a player saw them, the first one included; those of the first `unshown` operations
    /// are made and not handed over. Stops after `limit` frames, and goes on without keys up to `limit` where the operations
    /// are fewer. `stop` is asked before each.
    public static func run(
        _ player: Player, _ operations: [PlayOperation], limit: Int? = nil, log: LogWriter? = nil,
        stop: () -> Bool = { false }, frame: (Picture) throws -> Void
    ) throws -> Result {
        var record = GameRecord(player)
        return try run(player, operations, limit: limit, log: log, record: &record, stop: stop, frame: frame)
    }

    /// The same, in a `record` of the player's.
    public static func run(
        _ player: Player, _ operations: [PlayOperation], unshown: Int = 0, limit: Int? = nil, log: LogWriter? = nil,
        record: inout GameRecord, stop: () -> Bool = { false }, frame: (Picture) throws -> Void
    ) throws -> Result {
        var player = player
        var result = Result()
        func show(_ picture: Picture) throws {
            var picture = picture
            picture.moment = record.count
            result.frames += 1
            try frame(picture)
        }
        if unshown == 0 { try show(player.picture) }
        func play(_ operation: PlayOperation, isShown: Bool = true) throws {
            if case .check(let expected) = operation {
                if player.fingerprint == expected { result.same += 1 } else { result.different += 1 }
            }
            let picture = try player.apply(operation)
            record.append(operation, player)
            try log?.append(operation, player)
            if let picture, isShown { try show(picture) }
        }
        for (index, operation) in operations.enumerated() {
            if let limit, result.frames >= limit { break }
            result.isStopped = stop()
            if result.isStopped { break }
            try play(operation, isShown: index >= unshown)
        }
        let none = PlayOperation.action(.none(player.actionSpace.channels.count))
        while let limit, result.frames < limit, !result.isStopped {
            result.isStopped = stop()
            if !result.isStopped { try play(none) }
        }
        try log?.finish(player)
        return result
    }
}
