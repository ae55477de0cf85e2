import Camera

extension CameraMotion {
    /// What the axes of an action space that turn and look do to the camera; nil where none turns, or nobody knows by how many
    /// degrees. Without an axis that looks the camera stays level.
    public init?(_ space: ActionSpace, fieldOfView: Float) {
        guard let turn = space.turnAxis, let turnDegrees = space.channels[turn].degrees else { return nil }
        let look = space.lookAxis.flatMap { axis in space.channels[axis].degrees.map { (axis, $0) } }
        self.init(
            channels: space.channels.count, turnChannel: turn, turnDegrees: turnDegrees, lookChannel: look?.0 ?? turn,
            lookDegrees: look?.1 ?? 0, fieldOfView: fieldOfView)
    }

    /// The same, with how the actions carry the camera about where they do; nil where nothing is known of the camera.
    public init?(_ space: ActionSpace, _ rig: CameraRig?) {
        guard let rig else { return nil }
        self.init(space, fieldOfView: rig.fieldOfView)
        travel = CameraTravel(
            space, eyeHeight: rig.eyeHeight, startPitch: rig.startPitch, pitchLimit: rig.pitchLimit)
    }
}
