/// From where on a camera's mean motion is told, as shares of full speed.
public struct MotionEdge: Sendable {
    var angle: Float
    var way: Float

    /// What surely holds, what is found, and what may be said.
    public static let sure = MotionEdge(angle: 0.2, way: 0.35)
    public static let found = MotionEdge(angle: 0.13, way: 0.25)
    public static let tolerated = MotionEdge(angle: 0.08, way: 0.12)

    /// In the words of `FactLexicon.motions`.
    public func words(_ shift: CameraShift) -> [String] {
        let (ahead, side, turn, look) = (shift.parts[0], shift.parts[1], shift.parts[2], shift.parts[3])
        var words: [String] = []
        if abs(turn) > angle { words.append(turn < 0 ? "turns left" : "turns right") }
        if abs(look) > angle { words.append(look < 0 ? "looks down" : "looks up") }
        if abs(ahead) > way { words.append(ahead > 0 ? "walks forward" : "walks back") }
        if abs(side) > way { words.append(side > 0 ? "steps right" : "steps left") }
        return words.isEmpty ? ["stands still"] : words
    }

    /// Whether nothing moves by any measure.
    static func isStill(_ shift: CameraShift) -> Bool { tolerated.words(shift) == ["stands still"] }
}
