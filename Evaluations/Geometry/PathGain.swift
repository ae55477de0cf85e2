import Foundation

/// How much better a candidate's frames are explained by the commanded camera than by no motion at all.
struct PathGain {
    /// Squared error of two 8-bit pictures of one surface that counts as nothing, [0, 1] colour.
    static let epsilon = 4e-4
    /// 10 log10((MSE identity + epsilon) / (MSE warp + epsilon)) over all pairs of the path, dB.
    var db: Double
    /// The same of each pair.
    var pairs: [Double]
    /// The target frame of each pair.
    var frames: [Int]

    /// Of a candidate, worked out once; nil where the camera does not move. With `inside`, of the insides of surfaces alone.
    static func of(_ evidence: Evidence, inside: Bool = false) -> PathGain? {
        evidence.memo("path \(inside)") { PathGain(evidence, inside: inside) }
    }

    /// The truth's own.
    static func of(_ truth: CaseTruth, inside: Bool = false) -> PathGain? {
        truth.memo("path \(inside)") { PathGain(Evidence(truth: truth), inside: inside) }
    }

    private init?(_ evidence: Evidence, inside: Bool = false) {
        (db, pairs, frames) = (0, [], [])
        let made = evidence.main
        var (warps, identities, count) = (0.0, 0.0, 0.0)
        for (source, target) in evidence.truth.pathPairs() {
            let warp = evidence.truth.warp(from: source, to: target)
            let errors = warp.errors(from: made[source], to: made[target], inside: inside)
            let n = Double((inside ? warp.inner.count : warp.pixels.count) * 3)
            if n == 0 { continue }
            warps += errors.warp
            identities += errors.identity
            count += n
            pairs.append(Self.decibels(errors.identity / n, errors.warp / n))
            frames.append(target)
        }
        if count == 0 { return nil }
        db = Self.decibels(identities / count, warps / count)
    }

    private static func decibels(_ identity: Double, _ warp: Double) -> Double {
        10 * log10((identity + epsilon) / (warp + epsilon))
    }
}
