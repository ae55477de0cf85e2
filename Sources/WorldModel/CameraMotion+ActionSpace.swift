import Diffusion
import Worlds

extension CameraMotion {
    /// What the channels "turn" and "look" of an action space do to the camera, from their meanings ("turn right 6
    /// degrees a frame"); nil where there are no such channels.
    public init?(_ space: ActionSpace, fieldOfView: Float) {
        guard let turn = space.index(of: "turn"), let look = space.index(of: "look"),
            let turnDegrees = space.channels[turn].degrees, let lookDegrees = space.channels[look].degrees
        else { return nil }
        self.init(
            channels: space.channels.count, turnChannel: turn, turnDegrees: turnDegrees, lookChannel: look,
            lookDegrees: lookDegrees, fieldOfView: fieldOfView)
    }
}
