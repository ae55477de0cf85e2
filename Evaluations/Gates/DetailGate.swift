import Foundation
import Scenarios
import Worlds

/// Fine detail is neither washed out nor noise: the energy of the high frequencies of the frames made lies between
/// 0.4 and 2.5 times that of the truth as the candidate's codec shows it, and is at least 0.05 times the truth's own.
///
/// A codec takes most of it from the truth itself; held against the bare truth, no world behind a codec would pass.
/// The second bound keeps a codec that blurs from excusing blur.
public struct DetailGate: Gate {
    public static let range = 0.4...2.5
    /// Far above a blurred picture and below any codec that shows things as they are.
    public static let least = 0.05
    public let name = "detail"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        let truth = evidence.truth.main.map(\.frame)
        let ratio = Self.ratio(evidence.main, to: evidence.codedTruth ?? truth, from: evidence.firstMade)
        let bare = Self.ratio(evidence.main, to: truth, from: evidence.firstMade)
        let text = String(format: "detail is %.2f times the truth's", bare)
        let coded = evidence.codedTruth.map { _ in String(format: ", %.2f times what the codec leaves of that", ratio) }
        return GateResult(name, Self.range.contains(ratio) && bare >= Self.least, text + (coded ?? ""))
    }

    static func ratio(_ made: [Frame], to truth: [Frame], from first: Int) -> Double {
        var (sum, want) = (0.0, 0.0)
        for t in stride(from: first, to: truth.count, by: 4) {
            sum += made[t].detailEnergy
            want += truth[t].detailEnergy
        }
        return sum / max(want, 1e-9)
    }
}
