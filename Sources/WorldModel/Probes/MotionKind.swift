/// What a camera does between two pictures.
public enum MotionKind: Int, CaseIterable, Sendable {
    case still, forward, back, right, left, turnRight, turnLeft, lookUp, lookDown

    /// `part` counts the parts of a `CameraShift`.
    init(part: Int, positive: Bool) { self = Self(rawValue: 1 + 2 * part + (positive ? 0 : 1))! }
}
