import Worlds

/// G3, epipolar geometry: points of the picture move as points of a solid world do under the commanded camera, whatever
/// their distance. Needs neither depth nor identity.
///
/// Corners of two frames along the path are matched by correlation, and those count whose squared Sampson distance to the
/// epipolar line, (y' F x)^2 / (|Fx|^2 + |F'y|^2 over the first two components), is below 1 px^2; where the camera turns
/// on the spot, whose distance to where the turn carries them is below 1 px. The share of such matches is worth nothing
/// without coverage: half as many matches as the truth has, at least six, and a median displacement of more than a pixel, which a
/// frozen picture has not. As a share of the truth's own.
public struct EpipolarMetric: Metric {
    public let id = "epipolar"
    public let tier = Tier.camera
    public let terms = ["sampson_inlier"]
    public let catches = ["frozen", "texture-swim", "noise", "blank"]
    /// Another world under the same actions is as solid as the true one.
    public let excuses = ["re-seeded"]
    static let leastMatches = 6

    public func measure(_ evidence: Evidence) -> Measurement? {
        guard !evidence.terms("sampson_inlier").isEmpty else { return nil }
        let truth = evidence.truth
        var (made, real): ([Double], [Double]) = ([], [])
        var (matches, inliers) = (0, 0)
        var first = 0
        for pair in truth.pathPairs() {
            let reach = truth.warp(from: pair.source, to: pair.target).motion * 2.5 + 4
            let motion = ViewMotion(truth.truth(pair.source), truth.truth(pair.target))
            let want = Self.share(
                truth.main[pair.source].frame, truth.main[pair.target].frame, motion, reach, least: Self.leastMatches)
            guard want.share > 0.5 else { continue }
            let got = Self.share(
                evidence.main[pair.source], evidence.main[pair.target], motion, reach,
                least: max(Self.leastMatches, want.matches / 2))
            if made.isEmpty { first = pair.target }
            made.append(got.share)
            real.append(want.share)
            matches += got.matches
            inliers += got.inliers
        }
        guard real.count >= 3 else { return nil }
        return Measurement(
            made.reduce(0, +) / real.reduce(0, +),
            details: [
                "truth_inliers": real.reduce(0, +) / Double(real.count),
                "inliers": matches == 0 ? 0 : Double(inliers) / Double(matches),
                "matches": Double(matches) / Double(real.count), "pairs": Double(real.count),
            ], perFrame: made, firstFrame: first)
    }

    private static func share(
        _ source: Frame, _ target: Frame, _ motion: ViewMotion, _ reach: Float, least: Int
    ) -> (share: Double, matches: Int, inliers: Int) {
        let matches = CornerSet(source).matches(CornerSet(target), reach: reach)
        let inliers = matches.count { motion.squaredDistance($0.here, $0.there) < 1 }
        let ways = matches.map { (($0.here - $0.there) * ($0.here - $0.there)).sum() }.sorted()
        guard matches.count >= least, ways[ways.count / 2] > 1 else { return (0, matches.count, inliers) }
        return (Double(inliers) / Double(matches.count), matches.count, inliers)
    }
}
