/// Where a camera looks relative to where it looked first, radians: to the right and up.
public struct CameraDirection: Hashable, Sendable {
    public var yaw: Float = 0
    public var pitch: Float = 0

    public init() {}

    /// Applies one latent frame's actions, picture by picture; returns the mean direction of its pictures.
    public mutating func turn(_ actions: ArraySlice<Float>, _ motion: CameraMotion) -> CameraDirection {
        let pictures = actions.count / motion.channels
        var mean = CameraDirection()
        for picture in 0..<pictures {
            let at = actions.startIndex + picture * motion.channels
            yaw += actions[at + motion.turnChannel] * motion.turnDegrees * .pi / 180
            pitch += actions[at + motion.lookChannel] * motion.lookDegrees * .pi / 180
            mean.yaw += yaw / Float(pictures)
            mean.pitch += pitch / Float(pictures)
        }
        // Whole turns make no difference to whole harmonics; leaving them out keeps the number exact for ever.
        let whole = (yaw / (2 * .pi)).rounded(.towardZero) * 2 * .pi
        yaw -= whole
        mean.yaw -= whole
        return mean
    }
}
