import Scenarios
import Worlds

/// What an action changes: the differences between two branches under shared noise, in truth and as a candidate shows
/// them.
struct EffectMaps: Sendable {
    /// Differences below this, of [0, 1] colour, are no effect.
    static let threshold: Float = 0.06
    /// Differences below this are rounding.
    static let rounding: Float = 0.02
    /// Frames looked at, at most.
    static let samples = 40

    let width: Int
    let height: Int
    /// Frames looked at: from the first true effect to the end, evenly.
    let times: [Int]
    let truth: [Difference]
    let made: [Difference]
    /// Per time the pixels where the true effect reaches the threshold.
    let area: [[Int]]

    /// Cosine between true and made effect over all times; 0 where nothing is made.
    let cosine: Double

    /// Of a term that names two branches; nil where it does not, or where nothing happens in truth.
    static func of(_ term: ScenarioTerm, _ evidence: Evidence) -> EffectMaps? {
        guard term.subjects.count == 2 else { return nil }
        let (cause, without) = (term.subjects[0], term.subjects[1])
        return evidence.memo("effect \(cause) \(without)") { EffectMaps(cause, without, evidence) }
    }

    init?(_ cause: String, _ without: String, _ evidence: Evidence) {
        let truth = evidence.truth
        guard let a = truth.branches[cause], let b = truth.branches[without], let x = evidence.frames[cause],
            let y = evidence.frames[without], let first = Self.onset(a, b, from: truth.firstMade)
        else { return nil }
        let count = min(a.count, b.count)
        let step = max(1, (count - first + Self.samples - 1) / Self.samples)
        (width, height) = (a[0].frame.width, a[0].frame.height)
        times = Array(stride(from: first, to: count, by: step))
        self.truth = times.map { Difference(a[$0].frame, b[$0].frame) }
        made = times.map { Difference(x[$0], y[$0]) }
        area = self.truth.map { map in
            (0..<map.values.count / 3).filter { map.magnitude($0) >= Self.threshold }
        }
        cosine = Self.cosine(self.truth, made)
    }

    /// The first frame whose pictures differ by the threshold in at least 0.1% of the pixels.
    private static func onset(_ a: [Observation], _ b: [Observation], from first: Int) -> Int? {
        (first..<min(a.count, b.count)).first { t in
            if a[t].frame == b[t].frame { return false }
            let map = Difference(a[t].frame, b[t].frame)
            let n = map.values.count / 3
            return (0..<n).count { map.magnitude($0) >= threshold } * 1000 >= n
        }
    }

    private static func cosine(_ truth: [Difference], _ made: [Difference]) -> Double {
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (a, b) in zip(truth, made) {
            ab += a.dot(b)
            aa += a.dot(a)
            bb += b.dot(b)
        }
        return bb < 1e-6 ? 0 : ab / (aa * bb).squareRoot()
    }

    /// The made effect's share along the true one, <truth, made> / |truth|^2, over some of the times.
    func gain(_ range: Range<Int>) -> Double {
        var (ab, aa) = (0.0, 0.0)
        for k in range {
            ab += truth[k].dot(made[k])
            aa += truth[k].dot(truth[k])
        }
        return aa < 1e-9 ? 0 : ab / aa
    }

    /// The last fifth of the times.
    var ending: Range<Int> { times.count - max(1, times.count / 5)..<times.count }

    /// Share of the made effect that lies more than 3 pixels (of a picture 128 wide) outside the true effect's area.
    ///
    /// Light fades out: round a lamp the truth itself changes by less than an effect's threshold. There only what departs
    /// from the truth leaks, at most all that is made; the rest counts on neither side. Nor does what is made inside beyond
    /// the true effect's strength, else a shimmer all over, or an effect too strong, would hide a leak.
    var leak: Double {
        var (inside, outside) = (0.0, 0.0)
        for k in times.indices {
            let near = Self.dilated(area[k], width, height, radius: max(1, 3 * width / 128))
            var (strength, most) = (0.0, 0.0)
            for i in 0..<width * height {
                if near[i] { most += Double(truth[k].magnitude(i)) }
                let m = made[k].magnitude(i)
                if m < Self.rounding { continue }
                if near[i] {
                    strength += Double(m)
                } else {
                    outside += Double(min(m, made[k].distance(to: truth[k], at: i)))
                }
            }
            inside += min(strength, most)
        }
        return inside + outside == 0 ? 0 : outside / (inside + outside)
    }

    /// Average precision of the made effect's magnitude as a detector of the true effect's area, and the area's share of
    /// all pixels, which a blind detector reaches.
    var averagePrecision: (value: Double, base: Double) {
        // Magnitudes fall into 256 bins; pixels of one bin are a tie.
        var (hits, all) = ([Int](repeating: 0, count: 257), [Int](repeating: 0, count: 257))
        var total = 0
        for k in times.indices {
            var inside = [Bool](repeating: false, count: width * height)
            for i in area[k] { inside[i] = true }
            total += area[k].count
            for i in 0..<width * height {
                let bin = Int(made[k].magnitude(i) * 255 + 0.5)
                all[bin] += 1
                if inside[i] { hits[bin] += 1 }
            }
        }
        var (found, listed, sum) = (0, 0, 0.0)
        for bin in stride(from: 256, through: 0, by: -1) where all[bin] > 0 {
            found += hits[bin]
            listed += all[bin]
            sum += Double(hits[bin]) / Double(total) * Double(found) / Double(listed)
        }
        return (sum, Double(total) / Double(times.count * width * height))
    }

    /// The pixels within a square of `radius` round any of `pixels`.
    static func dilated(_ pixels: [Int], _ width: Int, _ height: Int, radius: Int) -> [Bool] {
        var out = [Bool](repeating: false, count: width * height)
        for i in pixels {
            let (x, y) = (i % width, i / width)
            for v in max(0, y - radius)...min(height - 1, y + radius) {
                for u in max(0, x - radius)...min(width - 1, x + radius) { out[v * width + u] = true }
            }
        }
        return out
    }
}
