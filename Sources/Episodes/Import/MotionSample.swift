import Worlds

/// The motion in some pictures of a recording and the actions beside them, picture by picture.
struct MotionSample: Sendable {
    /// From the picture before to each one; the first is nothing.
    var motions: [PictureMotion]
    /// As the recording has them.
    var actions: [Action]
}
