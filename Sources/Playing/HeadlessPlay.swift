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

    /// Pictures that `run` makes of these operations; the first one counts.
    public static func frames(_ operations: [PlayOperation], limit: Int?) -> Int {
        let made = operations.count { operation in
            switch operation {
            case .steps, .check: false
            default: true
            }
        }
        return limit ?? made + 1
    }

    /// Hands every picture to `frame` in the order a player saw them, the first one included; stops after `limit`
    /// frames, and goes on without keys up to `limit` where the operations are fewer. `stop` is asked before each.
    public static func run(
        _ player: Player, _ operations: [PlayOperation], limit: Int? = nil, log: LogWriter? = nil,
        stop: () -> Bool = { false }, frame: (Picture) throws -> Void
    ) throws -> Result {
        var player = player
        var result = Result(frames: 1)
        try frame(player.picture)
        func play(_ operation: PlayOperation) throws {
            if case .check(let expected) = operation {
                if player.fingerprint == expected { result.same += 1 } else { result.different += 1 }
            }
            let picture = try player.apply(operation)
            try log?.append(operation, player)
            guard let picture else { return }
            result.frames += 1
            try frame(picture)
        }
        for operation in operations {
            if let limit, result.frames >= limit { break }
            result.isStopped = stop()
            if result.isStopped { break }
            try play(operation)
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
