/// What a training came to.
public struct TrainingOutcome {
    /// The run's folder, held until this is let go.
    public let folder: TrainingFolder
    public let settings: TrainConfiguration
    /// Steps that the part has been trained.
    public let steps: Int
    /// Whether all of them had been made before.
    public let isDoneBefore: Bool
}
