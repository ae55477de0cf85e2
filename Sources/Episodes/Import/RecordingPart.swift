import Worlds

/// The pictures of a recording of which it is known what led to them, and those actions.
struct RecordingPart: Sendable {
    /// The first picture, by its number in the recording.
    let first: Int
    /// When each picture is shown, in seconds from the first one.
    let times: [Double]
    /// The action that led to each picture.
    let actions: [Action]

    /// - Parameters:
    ///   - recorded: one action a picture of the recording.
    ///   - late: how many pictures after its effect an action stands.
    init(_ recorded: [Action], times all: [Double], late: Int) {
        let count = all.count
        // Nothing need be known of what led to the first picture.
        first = min(max(0, count - 1), max(0, -late - 1))
        let end = max(first, min(count, count - late))
        let begin = all.isEmpty ? 0 : all[first]
        times = all[first..<end].map { $0 - begin }
        actions = (first..<end).map { t in
            recorded.indices.contains(t + late) ? recorded[t + late] : .none(recorded.first?.values.count ?? 0)
        }
    }
}
