/// What a world shows after a reset or a step.
public struct Observation: Sendable {
    public var frame: Frame
    /// Present where the world knows the truth.
    public var truth: Truth?

    public init(frame: Frame, truth: Truth? = nil) {
        self.frame = frame
        self.truth = truth
    }
}
