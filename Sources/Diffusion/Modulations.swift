import Camera
import Tensors

/// adaLN rows for several passes over one frame: they depend only on noise level and actions.
public struct Modulations: Sendable {
    let blocks: [Tensor]
    let final: Tensor
    /// The newest frame's rotary positions, and where the camera looks at its end.
    let rotary: RotaryTable
    let direction: CameraDirection
    /// What memory shows of the newest frame, [tokens, patch * patch * viewChannels].
    let views: Tensor?
}
