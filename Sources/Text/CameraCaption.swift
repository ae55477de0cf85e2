import Worlds

/// What the camera does, in words, from the actions that move it.
public enum CameraCaption {
    /// All words of it.
    public static let words = "stands still turns left right looks up down walks forward back steps the camera and then"

    /// Such as "turns left and walks forward"; empty where the actions move no camera that is known.
    public static func phrase(_ actions: [Action], _ space: ActionSpace) -> String {
        guard !actions.isEmpty, let turn = space.turnAxis else { return "" }
        func mean(_ index: Int?) -> Float {
            guard let index else { return 0 }
            return actions.reduce(0) { $0 + $1.values[index] } / Float(actions.count)
        }
        var parts: [String] = []
        let (yaw, pitch) = (mean(turn), mean(space.lookAxis))
        if abs(yaw) > 0.1 { parts.append("turns \(yaw < 0 ? "left" : "right")") }
        if abs(pitch) > 0.1 { parts.append("looks \(pitch < 0 ? "down" : "up")") }
        for (direction, word) in [
            (ActionEffect.Direction.forward, "walks forward"), (.back, "walks back"), (.left, "steps left"),
            (.right, "steps right"),
        ] where mean(space.index(moving: direction)) > 0.3 { parts.append(word) }
        return parts.isEmpty ? "stands still" : parts.joined(separator: " and ")
    }
}
