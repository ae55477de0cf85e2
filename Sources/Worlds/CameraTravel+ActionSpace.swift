import Camera

extension CameraTravel {
    /// What the channels of an action space that move forward, back, left and right do to the camera, all of them by the
    /// metres of the first; nil where there are none, or its metres are unknown. Lengths in metres, angles in radians.
    public init?(
        _ space: ActionSpace, eyeHeight: Float, startPitch: Float, pitchLimit: Float, backdrop: Float = 5
    ) {
        guard let forward = space.index(moving: .forward), let back = space.index(moving: .back),
            let left = space.index(moving: .left), let right = space.index(moving: .right),
            let metres = space.channels[forward].metres
        else { return nil }
        self.init(
            forwardChannel: forward, backChannel: back, leftChannel: left, rightChannel: right, metres: metres,
            eyeHeight: eyeHeight, startPitch: startPitch, pitchLimit: pitchLimit, backdrop: backdrop)
    }
}
