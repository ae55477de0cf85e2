import Worlds

/// What one maker's answer to a case is worth: 1 for the truth, 0 for the video of another prompt, and what it failed besides.
struct PromptReading: Sendable {
    var value: Double
    var gates: [GateResult]
    var details: [String: Double] = [:]
    var perFrame: [Double] = []
    var video: [Frame] = []

    /// What counts: nothing where a gate failed.
    var gated: Double { gates.allSatisfy(\.passed) ? value : 0 }
}
