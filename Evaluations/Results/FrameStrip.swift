/// One line of `frames/strips.jsonl`: a filmstrip of one branch of one case, kept for the report.
///
/// The PNG is a grid of equal tiles without gaps: a row for each of `rows`, a column for each of `columns`.
public struct FrameStrip: Codable, Hashable, Sendable {
    /// A moment of a strip.
    public struct Column: Codable, Hashable, Sendable {
        /// Frame number since reset.
        public var frame: Int
        /// The marks on this frame, e.g. "seen"; empty for a frame in between.
        public var marks: [String]
        public init(frame: Int, marks: [String] = []) { (self.frame, self.marks) = (frame, marks) }
    }

    public var scenario: String
    public var draw: Int
    /// Noise seed.
    public var seed: Int
    public var branch: String
    /// Relative to the run's folder, e.g. "frames/push_ball-3-0-factual.png".
    public var file: String
    /// From the top: "reference", "candidate", "error" or, between branches, "effect" and "candidate_effect".
    public var rows: [String]
    public var columns: [Column]
    /// Size of one tile in pixels.
    public var width: Int
    public var height: Int

    public init(
        scenario: String, draw: Int, seed: Int, branch: String, file: String, rows: [String], columns: [Column],
        width: Int, height: Int
    ) {
        (self.scenario, self.draw, self.seed, self.branch) = (scenario, draw, seed, branch)
        (self.file, self.rows, self.columns, self.width, self.height) = (file, rows, columns, width, height)
    }
}
