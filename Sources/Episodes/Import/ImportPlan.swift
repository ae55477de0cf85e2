import Worlds

/// What holds for all recordings of an import.
struct ImportPlan: Sendable {
    var description: EpisodeSetDescription
    /// The actions a picture of the recordings, before a lower rate gathers them.
    var recorded: ActionSpace
    var size: (width: Int, height: Int)
    /// How many pictures after its effect an action stands in the recordings.
    var late: Int
}
