/// G1, geometry gain: the gain of warping earlier frames by true pose and depth over leaving them as they are, along the
/// path, as a share of the gain that the truth itself has.
public struct GeometryGainMetric: Metric {
    public let id = "geometry_gain"
    public let catches = ["frozen", "half-speed", "mirrored", "texture-swim", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        guard !evidence.terms("g3d_db").isEmpty, let truth = PathGain(Evidence(truth: evidence.truth)),
            let gain = PathGain(evidence)
        else { return nil }
        return Measurement(
            gain.db / max(truth.db, 1), details: ["db": gain.db, "truth_db": truth.db], perFrame: gain.pairs,
            firstFrame: gain.frames[0])
    }
}
