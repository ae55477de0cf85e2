import Playing
import Worlds

/// Rollouts in a client's own time, several side by side: each answer comes when its work is done. Used by one thread.
final class StepGame {
    /// Lanes and snapshots together at most.
    private static let limit = 64
    private static let framesLimit = 1000
    private let worlds: ServedWorlds
    private let socket: WebSocket
    private let format: PictureFormat
    private let tellsTruth: Bool
    private var settings: PlaySettings
    private var lanes: [Int: Lane] = [:]
    private var snapshots: [Int: Lane] = [:]
    private var made = 0

    init(_ settings: PlaySettings, _ message: ClientMessage, _ worlds: ServedWorlds, _ socket: WebSocket) throws {
        (self.settings, self.worlds, self.socket) = (settings, worlds, socket)
        format = try PictureFormat(named: message.pictures, or: .raw)
        tellsTruth = message.truth == "state"
        guard [nil, "none", "state"].contains(message.truth) else { throw ProtocolError("'truth' is none or state") }
        let rollout = try worlds.rollout(settings)
        lanes[0] = Lane(rollout)
        try socket.send(
            ServerMessage.text(OpenedMessage(id: message.id, mode: "step", rollout, worlds, settings)))
    }

    func take(_ message: ClientMessage) throws {
        switch message.op {
        case "step": try step(message)
        case "reset":
            let number = message.lane ?? 0
            let new = try worlds.settings(message, from: settings)
            if lanes[number] == nil { try makeRoom() }
            guard (0..<Self.limit).contains(number) else { throw ProtocolError("'lane' lies in 0..<\(Self.limit)") }
            lanes[number] = Lane(try worlds.rollout(new))
            try tell(message, [number])
        case "snapshot":
            let lane = try lane(message.lane)
            try makeRoom()
            made += 1
            snapshots[made] = lane
            try tell(message, [], snapshot: made)
        case "restore":
            guard let snapshot = message.snapshot, let lane = snapshots[snapshot] else {
                throw ProtocolError("there is no snapshot \(message.snapshot ?? 0)")
            }
            let number = message.lane ?? 0
            if lanes[number] == nil { try makeRoom() }
            guard (0..<Self.limit).contains(number) else { throw ProtocolError("'lane' lies in 0..<\(Self.limit)") }
            lanes[number] = lane
            try tell(message, [number])
        case "drop":
            if let snapshot = message.snapshot { snapshots[snapshot] = nil }
            if let lane = message.lane { lanes[lane] = nil }
            try tell(message, [])
        default: throw ProtocolError("there is no '\(message.op.prefix(40))' in the mode step")
        }
    }

    private func lane(_ number: Int?) throws -> Lane {
        guard let lane = lanes[number ?? 0] else {
            throw ProtocolError("there is no lane \(number ?? 0); 'reset' or 'restore' begins it")
        }
        return lane
    }

    private func makeRoom() throws {
        guard lanes.count + snapshots.count < Self.limit else {
            throw ProtocolError("\(Self.limit) lanes and snapshots are there already; drop some")
        }
    }

    /// Steps all named lanes or, where one of them cannot, none.
    private func step(_ message: ClientMessage) throws {
        let numbers = message.lanes ?? [message.lane ?? 0]
        let (actions, frames) = (message.actions ?? [], message.frames ?? 0)
        guard actions.count == numbers.count, Set(numbers).count == numbers.count else {
            throw ProtocolError("'actions' has one action for each of 'lanes'")
        }
        guard (0...Self.framesLimit).contains(frames) else {
            throw ProtocolError("'frames' lies in 1...\(Self.framesLimit)")
        }
        var stepped: [(Int, Lane)] = []
        for (number, values) in zip(numbers, actions) {
            var lane = try lane(number)
            try lane.hold(Action(values: values), frames: frames == 0 ? lane.rollout.framesPerStep : frames)
            stepped.append((number, lane))
        }
        for (number, lane) in stepped { lanes[number] = lane }
        try tell(message, numbers)
    }

    private func tell(_ message: ClientMessage, _ numbers: [Int], snapshot: Int? = nil) throws {
        let shown = numbers.compactMap { number in lanes[number].map { (number, $0) } }
        let blobs = try shown.map { try format.encode($0.1.rollout.frame) }
        let states = zip(shown, blobs).map { StateMessage.Lane($0.0, $0.1, $1, tellsTruth: tellsTruth) }
        let header = StateMessage(id: message.id, format: format, snapshot: snapshot, lanes: states)
        try socket.send(
            tellsTruth
                ? ServerMessage.parts(header, blobs) : ServerMessage.parts(json: Array(header.plainText.utf8), blobs))
    }
}
