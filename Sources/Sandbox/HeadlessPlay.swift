import Worlds

/// Plays operations without a display.
public enum HeadlessPlay {
    public struct Result: Sendable, Equatable {
        public var frames = 0
        /// Fingerprints in the log that this replay met, and those it did not.
        public var same = 0
        public var different = 0
    }

    /// Hands every picture to `frame` in the order a player saw them, the first one included; stops after `limit`
    /// frames, and goes on without keys up to `limit` where the operations are fewer.
    public static func run(
        _ player: Player, _ operations: [PlayOperation], limit: Int? = nil, frame: (Picture) throws -> Void
    ) throws -> Result {
        var player = player
        var result = Result(frames: 1)
        try frame(player.picture)
        for operation in operations {
            if let limit, result.frames >= limit { return result }
            if case .check(let expected) = operation {
                if player.fingerprint == expected { result.same += 1 } else { result.different += 1 }
            }
            guard let picture = try player.apply(operation) else { continue }
            result.frames += 1
            try frame(picture)
        }
        while let limit, result.frames < limit {
            guard let picture = try player.apply(.action(.none(player.actionSpace.channels.count))) else { break }
            result.frames += 1
            try frame(picture)
        }
        return result
    }
}
