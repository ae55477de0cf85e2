/// A recorded rollout that cannot be judged, so that its case scores 0.
struct FailedRollout: Error, CustomStringConvertible {
    /// One word that counts of failures go by: "missing", "short".
    var code: String
    var sentence: String
    var description: String { "\(code): \(sentence)" }
}
