import Camera

extension CameraPose {
    /// The axes by `Trigonometry`, the same on every platform.
    var exactAxes: CameraAxes {
        CameraAxes(yaw: exactHeading, pitch: Heading(Trigonometry.sineCosine(pitch)))
    }

    var exactHeading: Heading { Heading(Trigonometry.sineCosine(yaw)) }
}
