import Foundation

/// The effect is there at all, so that its manner can be judged: a world that does nothing leaks nothing.
enum EffectGate {
    /// Least cosine between the true effect and the made one.
    static let least = 0.3

    static func check(_ maps: EffectMaps) -> GateResult {
        let cosine = maps.cosine
        return GateResult(
            "effect", cosine >= least, String(format: "the effect's cosine is %.2f of %.1f", cosine, least))
    }

    /// The gate of the scenario's first `effect` term; nil where it has none.
    static func check(_ evidence: Evidence) -> GateResult? {
        evidence.terms("effect").first.flatMap { EffectMaps.of($0, evidence) }.map { check($0) }
    }
}
