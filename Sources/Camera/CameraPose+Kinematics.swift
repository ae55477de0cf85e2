/// How actions turn a camera and carry it about, for the simulator and for memory's dead reckoning alike.
extension CameraPose {
    /// Turns to the right and looks up: deflections of -1 to 1, and the degrees that a whole one makes in a frame. The pitch stays
    /// within `pitchLimit`, radians; yaw comes back into -pi to pi.
    public mutating func turn(
        _ turn: Float, degrees: Float, look: Float, degrees lookDegrees: Float, pitchLimit: Float
    ) {
        let degree = Float.pi / 180
        yaw += max(-1, min(1, turn)) * degrees * degree
        yaw -= (yaw / (2 * .pi)).rounded() * (2 * .pi)
        pitch = max(-pitchLimit, min(pitchLimit, pitch + max(-1, min(1, look)) * lookDegrees * degree))
    }

    /// What keys held from 0 to 1 ask for, -1 to 1 each: ahead, and to the right.
    public static func stride(forward: Float, back: Float, left: Float, right: Float) -> (ahead: Float, side: Float) {
        (max(0, min(1, forward)) - max(0, min(1, back)), max(0, min(1, right)) - max(0, min(1, left)))
    }

    /// Applies one picture's action on level ground where nothing stands in the way. Two keys at once go as far as one.
    public mutating func move(_ action: [Float], _ motion: CameraMotion, _ travel: CameraTravel) {
        turn(
            action[motion.turnChannel], degrees: motion.turnDegrees, look: action[motion.lookChannel],
            degrees: motion.lookDegrees, pitchLimit: travel.pitchLimit)
        let (ahead, side) = Self.stride(
            forward: action[travel.forwardChannel], back: action[travel.backChannel], left: action[travel.leftChannel],
            right: action[travel.rightChannel])
        let step = travel.metres / max(1, (ahead * ahead + side * side).squareRoot())
        let way = Heading(yaw).level(ahead: ahead, side: side)
        x += way.x * step
        z += way.y * step
    }
}
