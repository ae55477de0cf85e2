/// G1, geometry gain: the gain of warping earlier frames by true pose and depth over leaving them as they are, along the
/// path, as a share of the gain that the truth itself has.
///
/// Also over the insides of surfaces alone, and the lower of the two shares counts: right silhouettes make up for
/// textures that swim, which only the insides show.
public struct GeometryGainMetric: Metric {
    public let id = "geometry_gain"
    public let terms = ["g3d_db"]
    public let catches = ["frozen", "half-speed", "mirrored", "texture-swim", "noise", "blank"]

    /// Another world under the same actions is as solid as the true one.
    public let excuses = ["re-seeded"]
    /// Surfaces with less gain in truth are too plain to tell, dB.
    static let leastInside = 2.0

    public func measure(_ evidence: Evidence) -> Measurement? {
        guard !evidence.terms("g3d_db").isEmpty, let truth = PathGain.of(evidence.truth),
            let gain = PathGain.of(evidence)
        else { return nil }
        var value = gain.db / max(truth.db, 1)
        var details = ["db": gain.db, "truth_db": truth.db]
        if let inner = PathGain.of(evidence.truth, inside: true), inner.db >= Self.leastInside,
            let made = PathGain.of(evidence, inside: true)
        {
            value = min(value, made.db / inner.db)
            (details["inside_db"], details["truth_inside_db"]) = (made.db, inner.db)
        }
        return Measurement(
            value, details: details, perFrame: gain.pairs,
            firstFrame: gain.frames[0])
    }
}
