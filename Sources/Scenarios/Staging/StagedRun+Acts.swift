import ReferenceWorld
import Tensors
import Worlds

/// What is done to things, by the crosshair and `use`.
extension StagedRun {
    /// How near a thing has to be, metres; a little less than the arm's length.
    static let reach: Float = 2.7
    /// Frames from one press to the next.
    static let pressPeriod = 8

    func instance(_ name: String, _ place: ScriptLocation) throws -> UInt16 {
        guard let id = ids[name] ?? world.instance(named: name) else {
            throw error(place, "there is no '\(name)' in the scene\(NearestWord.hint(name, among: ids.keys))")
        }
        return id
    }

    /// Aims at what an act is about, and presses.
    mutating func act(
        _ act: ScenarioStep.Act, _ parameters: [String: PropertyValue], slots: Int, _ place: ScriptLocation
    ) throws {
        let object = act.object?.word(parameters)
        let times = Int(act.times?.number(parameters) ?? 1)
        try aim(act, parameters, place)
        for i in 0..<max(times, slots) {
            let wait = i + 1 == max(times, slots) ? Self.pressFrames + 1 : Self.pressPeriod
            guard i < times else {
                try hold(.none(), frames: wait, place)
                continue
            }
            let id = try object.map { try instance($0, place) }
            var action = Action.none()
            action[.use] = 1
            presses.append(Press(label: act.label, verb: act.verb, object: id, index: frame))
            let (met, before) = (world.aimed?.id, events.count)
            try hold(action, frames: Self.pressFrames, place)
            try hold(.none(), frames: wait - Self.pressFrames, place)
            guard events[before...].contains(where: { Self.shows($0, act.verb, id) }) else {
                let happened = events[before...].map { "\($0.kind) of \(name(of: $0.object))" }.joined(separator: ", ")
                throw error(
                    place,
                    "'act: \(act.verb)'\(object.map { " on \($0)" } ?? "") has no effect; the crosshair meets "
                        + "\(name(of: met))\(happened.isEmpty ? "" : " (\(happened))").")
            }
        }
    }

    /// Whether an event is what a verb does to an object.
    static func shows(_ event: Truth.Event, _ verb: String, _ id: UInt16?) -> Bool {
        event.cause == "use" && (verbs[verb] ?? []).contains(event.kind)
            && (id == nil || event.object == id)
    }

    /// Brings the crosshair where an act needs it.
    mutating func aim(
        _ act: ScenarioStep.Act, _ parameters: [String: PropertyValue], _ place: ScriptLocation
    ) throws {
        switch act.verb {
        case "place":
            // The ground 1.7 m ahead.
            try face(yaw: world.pose.yaw, pitch: -0.72, place)
        case "throw":
            try face(yaw: world.pose.yaw, pitch: max(0.1, world.pose.pitch), place)
        case "put":
            let target = act.target?.word(parameters) ?? ""
            let id = try instance(target, place)
            switch act.place?.word(parameters) {
            case "beside": try point(at: { $0.placeBeside(id) }, target, place)
            case "on": try point(at: { $0.top(of: id) }, target, place)
            default: try aim(at: id, target, pushing: nil, place)
            }
        default:
            let name = act.object?.word(parameters) ?? ""
            let id = try instance(name, place)
            try aim(at: id, name, pushing: try direction(act, parameters, id, place), place)
        }
    }

    /// The level way a push should go: sideways is 50 degrees off the line of sight.
    private func direction(
        _ act: ScenarioStep.Act, _ parameters: [String: PropertyValue], _ id: UInt16, _ place: ScriptLocation
    ) throws -> SIMD2<Float>? {
        guard let word = act.direction?.word(parameters), let position = world.position(of: id) else { return nil }
        var away = SIMD2(position.x - world.pose.x, position.z - world.pose.z)
        away /= max(1e-3, (away * away).sum().squareRoot())
        let (cosine, sine): (Float, Float) = (0.6428, 0.766)
        switch word {
        case "left": return SIMD2(away.x * cosine - away.y * sine, away.y * cosine + away.x * sine)
        case "right": return SIMD2(away.x * cosine + away.y * sine, away.y * cosine - away.x * sine)
        default: return away
        }
    }

    /// Turns, looks and walks until the crosshair meets a thing within reach.
    mutating func aim(at id: UInt16, _ name: String, pushing: SIMD2<Float>?, _ place: ScriptLocation) throws {
        try point(at: { $0.aimPoint(of: id, pushing: pushing) }, name, place)
        guard world.aimed?.id == id else {
            throw error(place, "the crosshair meets \(self.name(of: world.aimed?.id)) instead of '\(name)'.")
        }
    }

    /// Turns, looks and walks until the crosshair is at a point within reach, which may move.
    mutating func point(
        at target: (ReferenceWorld) -> SIMD3<Float>?, _ name: String, _ place: ScriptLocation
    ) throws {
        var stuck = 0
        for _ in 0..<100 {
            guard let point = target(world) else { throw error(place, "'\(name)' is gone at frame \(frame).") }
            let way = world.bearing(to: point)
            let turn = Self.wrapped(way.yaw - world.pose.yaw)
            let look = way.pitch - world.pose.pitch
            if way.distance <= Self.reach {
                if abs(turn) < 0.02, abs(look) < 0.02 { return }
                try face(yaw: way.yaw, pitch: way.pitch, place)
                continue
            }
            if abs(turn) > 0.25 {
                try face(yaw: way.yaw, pitch: world.pose.pitch, place)
                continue
            }
            func deflection(_ angle: Float, _ rate: Double) -> Float {
                max(-1, min(1, angle / Float(Self.group) / Self.degree / Float(rate)))
            }
            var action = Action.none()
            action[.forward] = 1
            action[.turn] = deflection(turn, Self.turnRate)
            action[.look] = deflection(look, Self.lookRate)
            let before = world.pose
            try hold(action, frames: Self.group, place)
            stuck = Self.distance(before, world.pose) < 0.1 ? stuck + 1 : 0
            if stuck > 2 { throw error(place, "the way to '\(name)' is blocked.") }
        }
        throw error(place, "the crosshair cannot be brought to '\(name)'.")
    }
}
