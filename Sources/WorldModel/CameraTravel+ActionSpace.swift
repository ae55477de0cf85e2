import Diffusion
import Worlds

extension CameraTravel {
    /// What the channels "forward", "back", "left" and "right" of an action space do to the camera, from the meaning of
    /// the first ("walk 0.12 m a frame"); nil where there are no such channels. Lengths in metres, angles in radians.
    public init?(
        _ space: ActionSpace, eyeHeight: Float, startPitch: Float, pitchLimit: Float, backdrop: Float = 5
    ) {
        guard let forward = space.index(of: "forward"), let back = space.index(of: "back"),
            let left = space.index(of: "left"), let right = space.index(of: "right"),
            let metres = space.channels[forward].metres
        else { return nil }
        self.init(
            forwardChannel: forward, backChannel: back, leftChannel: left, rightChannel: right, metres: metres,
            eyeHeight: eyeHeight, startPitch: startPitch, pitchLimit: pitchLimit, backdrop: backdrop)
    }
}
