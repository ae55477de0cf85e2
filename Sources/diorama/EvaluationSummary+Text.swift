import Evaluations

extension EvaluationSummary {
    /// What is printed of it: the table, or one JSON object.
    func text(json: Bool) throws -> String {
        json ? try JSONText.text(ScoreSheet(self)) : table
    }
}
