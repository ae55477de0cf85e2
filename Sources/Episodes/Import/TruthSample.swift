import Worlds

/// What a recording knows of its own camera, picture by picture, and the actions beside it.
struct TruthSample: Sendable {
    var poses: [Truth.Pose]
    /// As the recording has them.
    var actions: [Action]
    /// Metres from the camera down to level ground, where depths show it at the foot of a picture.
    var heights: [Float]
}
