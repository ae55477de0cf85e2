/// What the value 1 of an action channel does during one frame.
///
/// As JSON an object with its kind: `{"kind": "turn", "degrees": 6}`, `{"kind": "move", "direction": "forward",
/// "metres": 0.12}`, `{"kind": "jump"}`. Degrees and metres that nobody knows are left out.
public enum ActionEffect: Hashable, Sendable {
    public enum Direction: String, Codable, CaseIterable, Sendable {
        case forward, back, left, right

        public var opposite: Direction {
            switch self {
            case .forward: .back
            case .back: .forward
            case .left: .right
            case .right: .left
            }
        }
    }

    /// Turns the camera; to the right where the degrees are above 0.
    case turn(degrees: Float?)
    /// Tilts the camera; upwards where the degrees are above 0.
    case look(degrees: Float?)
    /// Carries the camera along the ground, seen from where it looks.
    case move(metres: Float?, Direction)
    case jump
    /// Uses, opens, takes or pushes what lies before the camera.
    case use
    /// Anything else, or nothing that is known.
    case none

    /// The same by degrees or metres that nobody knows.
    public var withoutAmount: ActionEffect {
        switch self {
        case .turn: .turn(degrees: nil)
        case .look: .look(degrees: nil)
        case .move(_, let direction): .move(metres: nil, direction)
        case .jump, .use, .none: self
        }
    }

    /// What of it cannot be true, as the second half of a sentence, or nil.
    public var flaw: String? {
        switch self {
        case .turn(let degrees?), .look(let degrees?):
            degrees != 0 && abs(degrees) <= 360 ? nil : "degrees lie in -360...360 and are not 0"
        case .move(let metres?, _): metres > 0 && metres <= 10_000 ? nil : "metres lie above 0, up to 10000"
        default: nil
        }
    }
}
