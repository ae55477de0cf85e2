import Foundation

extension SurpriseScore {
    /// All of it in one line for a terminal.
    var sentence: String {
        func percent(_ share: Double) -> String { String(format: "%.0f%%", share * 100) }
        let floors = "untrained \(percent(untrained)), pixels \(percent(pixels)), recoloured \(percent(recolour))"
        let peak = peakError.map { String(format: ", peak %.1f frames off", $0) } ?? ""
        return "surprise: right in \(percent(accuracy)) of the pairs of \(quadruplets) quadruplets, "
            + "\(percent(sameStart)) by start (\(unmatched) unmatched, \(failed) failed); \(floors); "
            + String(format: "unclipped score %.3f", score) + peak
    }
}
