import Worlds

/// A Gymnasium environment. A copy that goes its own way is played again from its seed, for few environments can be copied.
struct GymnasiumWorld: FrameWorld {
    static let prefix = "gym:"
    let name: String
    let actionSpace: ActionSpace
    let framesPerSecond: Double
    private let host: GymnasiumHost
    private var seed: UInt64 = 0
    private var path: [[Double]] = []
    /// What the process calls the moment that this is.
    private var token = -1

    /// `name` is "gym:" and the environment's.
    init(_ name: String) throws {
        self.name = name
        host = try GymnasiumHost(String(name.dropFirst(Self.prefix.count)))
        let answer = try host.ask(["op": "open", "protocol": 1]).answer
        guard let channels = answer.channels, let rate = answer.framesPerSecond, (0.1...1000).contains(rate) else {
            throw PlayRefusal("\(name) does not say its actions and its rate.")
        }
        let space = ActionSpace(channels: channels)
        if let flaw = space.flaw { throw PlayRefusal("\(name): \(flaw).") }
        (actionSpace, framesPerSecond) = (space.bound, rate)
    }

    mutating func reset(_ start: Start) throws -> Observation {
        guard start.history.isEmpty, start.scene.isEmpty, start.description == nil else {
            throw PlayRefusal("\(name) begins by its seed alone: leave scene, picture and episode out.")
        }
        (seed, path) = (start.seed, [])
        let (answer, frame) = try host.ask(["op": "reset", "seed": seed])
        return try observation(answer, frame)
    }

    mutating func step(_ action: Action) throws -> Observation {
        let values = action.values.map(Double.init)
        let (seed, path) = (seed, path)
        let (answer, frame) = try host.ask(["op": "step", "token": token, "values": values]) { answer in
            answer.lost == true ? ["op": "reset", "seed": seed, "path": path + [values]] : nil
        }
        self.path.append(values)
        return try observation(answer, frame)
    }

    private mutating func observation(_ answer: GymnasiumHost.Answer, _ frame: Frame?) throws -> Observation {
        guard let frame, let token = answer.token else { throw PlayRefusal("\(name) shows no picture.") }
        self.token = token
        return Observation(frame: frame)
    }
}
