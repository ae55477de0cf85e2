/// The action channels of a world, in order. A checkpoint carries its own in `actions.json`, an episode set in `set.json`.
public struct ActionSpace: Hashable, Codable, Sendable {
    public var channels: [ActionChannel]

    public init(channels: [ActionChannel]) { self.channels = channels }

    public typealias Channel = ActionChannel

    public func index(of name: String) -> Int? { channels.firstIndex { $0.name == name } }

    /// The axis that turns the camera, if there is one.
    public var turnAxis: Int? { axis { if case .turn = $0 { true } else { false } } }

    /// The axis that tilts the camera, if there is one.
    public var lookAxis: Int? { axis { if case .look = $0 { true } else { false } } }

    private func axis(_ matches: (ActionEffect) -> Bool) -> Int? {
        channels.firstIndex { $0.kind == .axis && matches($0.effect) }
    }

    /// The first channel that carries the camera in `direction`.
    public func index(moving direction: ActionEffect.Direction) -> Int? {
        channels.firstIndex { if case .move(_, direction) = $0.effect { true } else { false } }
    }

    /// The first channel with just that effect, e.g. `.use`.
    public func index(doing effect: ActionEffect) -> Int? { channels.firstIndex { $0.effect == effect } }

    /// The reference world's channels, in the order of `StandardChannel`.
    public static let standard = ActionSpace(channels: [
        Channel(
            name: "forward", kind: .key, bindings: ["W"], meaning: "walk 0.12 m a frame",
            effect: .move(metres: 0.12, .forward)),
        Channel(
            name: "back", kind: .key, bindings: ["S"], meaning: "walk back 0.12 m a frame",
            effect: .move(metres: 0.12, .back)),
        Channel(
            name: "left", kind: .key, bindings: ["A"], meaning: "strafe left 0.12 m a frame",
            effect: .move(metres: 0.12, .left)),
        Channel(
            name: "right", kind: .key, bindings: ["D"], meaning: "strafe right 0.12 m a frame",
            effect: .move(metres: 0.12, .right)),
        Channel(name: "jump", kind: .key, bindings: ["Space"], meaning: "jump when on the ground", effect: .jump),
        Channel(name: "use", kind: .key, bindings: ["E"], meaning: "use what the crosshair meets", effect: .use),
        Channel(
            name: "turn", kind: .axis, bindings: ["Left", "Right"], meaning: "turn right 6 degrees a frame",
            effect: .turn(degrees: 6)),
        Channel(
            name: "look", kind: .axis, bindings: ["Down", "Up"], meaning: "look up 4 degrees a frame",
            effect: .look(degrees: 4)),
    ])
}
