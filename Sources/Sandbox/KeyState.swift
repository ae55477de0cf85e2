import Worlds

/// The keys that are down, and the action they make by the world's bindings.
public struct KeyState: Sendable {
    public var down: Set<String> = []

    public init() {}

    public func action(_ space: ActionSpace) -> Action {
        var action = Action.none(space.channels.count)
        for (i, channel) in space.channels.enumerated() {
            let pressed = channel.bindings.map { down.contains($0) }
            switch channel.kind {
            case .key: action.values[i] = pressed.contains(true) ? 1 : 0
            case .axis:
                guard pressed.count == 2 else { continue }
                action.values[i] = (pressed[1] ? 1 : 0) - (pressed[0] ? 1 : 0)
            }
        }
        return action
    }

    public var description: String { "keys: " + down.sorted().joined(separator: " ") }
}
