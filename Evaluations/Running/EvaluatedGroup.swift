/// What came of the group `index` of a plan.
struct EvaluatedGroup: Codable, Sendable {
    var index: Int
    var records: [ResultRecord]
    var strips: [FrameStrip]
}
