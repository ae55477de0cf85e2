import Testing
import Worlds

@testable import ReferenceWorld

/// Plays staged scenes.
struct StagedPlay {
    var world = ReferenceWorld()
    var events: [Truth.Event] = []
    var last: Observation

    init(
        _ template: String, _ objects: [ObjectDescription], clutter: Int = 0, seed: UInt64 = 1, width: Int = 64,
        height: Int = 40
    ) throws {
        last = try world.reset(
            Start(
                seed: seed, description: SceneDescription(template: template, clutter: clutter, objects: objects),
                width: width, height: height))
    }

    static func thing(
        _ id: String, _ kind: String? = nil, _ properties: [String: PropertyValue] = [:]
    ) -> ObjectDescription {
        ObjectDescription(id: id, kind: kind, properties: properties)
    }

    func id(_ name: String) throws -> UInt16 { try #require(world.instance(named: name)) }

    func position(_ name: String) throws -> SIMD3<Float> { try #require(world.position(of: id(name))) }

    mutating func step(_ action: Action = .none()) throws {
        last = try world.step(action)
        events += last.truth?.events ?? []
    }

    mutating func wait(_ frames: Int) throws {
        for _ in 0..<frames { try step() }
    }

    mutating func hold(_ channel: StandardChannel, _ value: Float = 1, frames: Int) throws {
        var action = Action.none()
        action[channel] = value
        for _ in 0..<frames { try step(action) }
    }

    /// Brings the crosshair to a point.
    mutating func look(at point: SIMD3<Float>) throws {
        for _ in 0..<60 {
            let way = world.bearing(to: point)
            let turn = Trigonometry.wrapped(way.yaw - world.pose.yaw)
            let rise = way.pitch - world.pose.pitch
            if abs(turn) < 1e-3, abs(rise) < 1e-3 { return }
            var action = Action.none()
            action[.turn] = max(-1, min(1, turn / (6 * .pi / 180)))
            action[.look] = max(-1, min(1, rise / (4 * .pi / 180)))
            try step(action)
        }
    }

    mutating func press() throws {
        try hold(.use, frames: 1)
        try step()
    }

    /// Aims at a thing and presses; walks up to it where it is out of reach.
    mutating func use(_ name: String, pushing: SIMD2<Float>? = nil) throws {
        for _ in 0..<60 {
            let point = try #require(world.aimPoint(of: id(name), pushing: pushing))
            if world.bearing(to: point).distance < 2.7 { break }
            try look(at: point)
            try hold(.forward, frames: 1)
        }
        try look(at: try #require(world.aimPoint(of: id(name), pushing: pushing)))
        try press()
    }

    func happened(_ kind: String, _ name: String, cause: String? = nil) throws -> Bool {
        let id = try id(name)
        return events.contains { $0.kind == kind && $0.object == id && (cause == nil || $0.cause == cause) }
    }

    func pixels(_ name: String) throws -> Int {
        let id = try id(name)
        return last.truth?.instances.count { $0 == id } ?? 0
    }
}
