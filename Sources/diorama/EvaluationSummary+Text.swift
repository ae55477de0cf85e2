import Evaluations
import Foundation

extension EvaluationSummary {
    /// What is printed of it: the table, or one JSON object.
    func text(json: Bool) throws -> String {
        if !json { return table }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(ScoreSheet(self)), as: UTF8.self)
    }
}
