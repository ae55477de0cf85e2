import ReferenceWorld
import Tensors
import Worlds

/// Motions in metres, degrees and seconds, by the world's own actions.
extension StagedRun {
    static let framesPerSecond = 20.0
    static let degree = Float.pi / 180
    /// Metres a frame.
    static let paceLength = 0.12
    /// Degrees a frame at full deflection.
    static let turnRate = Double(StandardChannel.turn.perFrame)
    static let lookRate = Double(StandardChannel.look.perFrame)

    /// A whole number of groups, near `frames` or not below it.
    static func grouped(_ frames: Double, up: Bool = false) -> Int {
        let groups = frames / Double(group)
        return group * Int(up ? (groups - 1e-6).rounded(.up) : groups.rounded())
    }

    /// Repeats `action`.
    mutating func hold(_ action: Action, frames: Int, _ place: ScriptLocation) throws {
        guard frame + frames <= Self.frameLimit else {
            throw error(place, "the case is longer than \(Self.frameLimit / 20) s.")
        }
        for _ in 0..<frames { try step(action) }
    }

    mutating func wait(_ seconds: Double, _ place: ScriptLocation) throws {
        try hold(.none(), frames: Self.grouped(seconds * Self.framesPerSecond), place)
    }

    /// Walks, strafes, turns, looks and jumps at once. A turn or look without a rate takes as long as the rest.
    mutating func move(
        _ motion: ScenarioStep.Motion, _ parameters: [String: PropertyValue], _ place: ScriptLocation
    ) throws {
        func value(_ input: ScenarioInput?) -> Double { input?.number(parameters) ?? 0 }
        let (walk, strafe, turn, look) = (
            value(motion.walk), value(motion.strafe), value(motion.turn), value(motion.look)
        )
        let rate = motion.rate?.number(parameters).map { $0 / Self.framesPerSecond }
        if let rate, turn != 0 && rate > Self.turnRate + 0.01 || turn == 0 && look != 0 && rate > Self.lookRate + 0.01 {
            let most = (turn != 0 ? Self.turnRate : Self.lookRate) * Self.framesPerSecond
            throw error(place, "the reference world \(turn != 0 ? "turns" : "looks") \(Int(most)) deg/s at most.")
        }
        if walk != 0, strafe != 0, abs(abs(walk) - abs(strafe)) > 0.01 {
            throw error(place, "'walk' and 'strafe' at once go diagonally: give both the same length.")
        }
        let walked = Self.grouped((walk * walk + strafe * strafe).squareRoot() / Self.paceLength)
        let turned = Self.grouped(abs(turn) / min(Self.turnRate, rate ?? .infinity), up: true)
        let looked = Self.grouped(abs(look) / min(Self.lookRate, rate ?? .infinity), up: true)
        let jumps = Int(value(motion.jump))
        let total = max(
            walked, turned, looked, jumps * 20, Self.grouped(value(motion.seconds) * Self.framesPerSecond))
        let (turning, looking) = rate == nil ? (total, total) : (turned, looked)
        let before = world.pose
        var path = 0.0
        for i in stride(from: 0, to: total, by: Self.group) {
            var action = Action.none()
            if i < walked {
                if walk != 0 { action[walk > 0 ? .forward : .back] = 1 }
                if strafe != 0 { action[strafe > 0 ? .right : .left] = 1 }
            }
            if i < turning { action[.turn] = Float(turn / Double(turning) / Self.turnRate) }
            if i < looking { action[.look] = Float(look / Double(looking) / Self.lookRate) }
            if i % 20 < 2, i / 20 < jumps { action[.jump] = 1 }
            let last = world.pose
            try hold(action, frames: Self.group, place)
            path += Double(Self.distance(last, world.pose))
        }
        if path < 0.8 * Double(walked) * Self.paceLength {
            throw error(
                place, "the way is blocked: \(Self.tenths(path)) of \(Self.tenths(Double(walked) * Self.paceLength)) m."
            )
        }
        if abs(Double((world.pose.pitch - before.pitch) / Self.degree) - look) > 1 {
            throw error(place, "this looks further up or down than the world lets one look.")
        }
    }

    /// Circles a thing sideways at a steady distance while it stays in view.
    mutating func orbit(
        _ degrees: Double, around id: UInt16, _ name: String, _ place: ScriptLocation
    ) throws {
        let side: Float = degrees > 0 ? 1 : -1
        guard let center = world.position(of: id) else { throw error(place, "'\(name)' is gone.") }
        func way() -> (yaw: Float, radius: Float) {
            let (dx, dz) = (center.x - world.pose.x, center.z - world.pose.z)
            return (world.bearing(to: center).yaw, (dx * dx + dz * dz).squareRoot())
        }
        let begin = way()
        guard begin.radius > 1.25 else {
            throw error(place, "'\(name)' is \(Self.tenths(Double(begin.radius))) m away: too near to circle it.")
        }
        try face(yaw: begin.yaw, pitch: world.pose.pitch, place)
        var action = Action.none()
        action[side > 0 ? .right : .left] = 1
        var (swept, last) = (Float(0), begin.yaw)
        while swept < Float(abs(degrees)) * Self.degree {
            let now = way()
            // A thing circled to the right passes to the left: half a step ahead of it, and nearer if it is too far.
            let step = Float(Self.paceLength) / now.radius
            let drift = max(-0.08, min(0.08, (begin.radius - now.radius) * 0.5))
            let turn = Self.wrapped(now.yaw - side * (1.5 * step - drift) - world.pose.yaw) / 2
            action[.turn] = max(-1, min(1, turn / Self.degree / Float(Self.turnRate)))
            let from = world.pose
            try hold(action, frames: Self.group, place)
            if Self.distance(from, world.pose) < Float(Self.paceLength) {
                throw error(place, "the way round '\(name)' is blocked.")
            }
            let after = way().yaw
            swept -= side * Self.wrapped(after - last)
            last = after
        }
        try face(yaw: way().yaw, pitch: world.pose.pitch, place)
    }

    /// Turns and looks that way at full speed.
    mutating func face(yaw: Float, pitch: Float, _ place: ScriptLocation) throws {
        let turn = Double(Self.wrapped(yaw - world.pose.yaw) / Self.degree)
        let look = Double((pitch - world.pose.pitch) / Self.degree)
        let frames = Self.grouped(max(abs(turn) / Self.turnRate, abs(look) / Self.lookRate), up: true)
        guard frames > 0 else { return }
        var action = Action.none()
        action[.turn] = Float(turn / Double(frames) / Self.turnRate)
        action[.look] = Float(look / Double(frames) / Self.lookRate)
        try hold(action, frames: frames, place)
    }

    static func distance(_ a: Truth.Pose, _ b: Truth.Pose) -> Float {
        ((a.x - b.x) * (a.x - b.x) + (a.z - b.z) * (a.z - b.z)).squareRoot()
    }

    static func wrapped(_ angle: Float) -> Float { angle - (angle / (2 * .pi)).rounded() * (2 * .pi) }

    static func tenths(_ x: Double) -> String { String((x * 10).rounded() / 10) }
}
