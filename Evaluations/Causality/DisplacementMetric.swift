import Scenarios
import Worlds

/// C2, displacement: what is pushed goes the way it goes in truth: the cosine between true and made displacement of the
/// effect, each from the object's place without the cause to the middle of what is new, in the picture.
///
/// The cosine of difference maps alone does not tell: an object that leaves the other way still earns half of it.
public struct DisplacementMetric: Metric {
    public let id = "effect_direction"
    public let terms = ["effect", "displace"]
    public let catches = ["wrong-direction", "idle", "superstitious"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("effect").compactMap { term in
                guard let maps = EffectMaps.of(term, evidence), let places = Self.places(term, maps, evidence) else {
                    return nil
                }
                let (want, got) = (Self.shift(maps.truth, maps, places), Self.shift(maps.made, maps, places))
                guard let want, (want * want).sum() > 1 else { return nil }
                var cosine = 0.0
                if let got, (got * got).sum() > 0.01 {
                    cosine = (want * got).sum() / ((want * want).sum() * (got * got).sum()).squareRoot()
                }
                return Measurement(max(0, cosine), branch: term.subjects[0], details: ["displacement_cosine": cosine])
            })
    }

    /// Where the one object that moves most would be without the cause, at each of the last times: its pixels. Nil where
    /// nothing moves 0.2 m, or it is out of sight.
    private static func places(
        _ term: ScenarioTerm, _ maps: EffectMaps, _ evidence: Evidence
    ) -> [Int: Set<Int>]? {
        let truth = evidence.truth
        let last = maps.times[maps.times.count - 1]
        let (with, without) = (truth.truth(last, branch: term.subjects[0]), truth.truth(last, branch: term.subjects[1]))
        var best: (id: UInt16, way: Float)?
        for object in without.objects {
            guard let other = with.objects.first(where: { $0.id == object.id }) else { continue }
            let way = other.position - object.position
            let length = (way * way).sum()
            if length > max(0.04, best?.way ?? 0) { best = (object.id, length) }
        }
        guard let best else { return nil }
        var places: [Int: Set<Int>] = [:]
        for k in maps.ending {
            let instances = truth.truth(maps.times[k], branch: term.subjects[1]).instances
            let pixels = instances.indices.filter { instances[$0] == best.id }
            if !pixels.isEmpty { places[k] = Set(pixels) }
        }
        return places.isEmpty ? nil : places
    }

    /// From the middle of the old places to the middle of what is new outside them, in pixels.
    private static func shift(_ maps: [Difference], _ all: EffectMaps, _ places: [Int: Set<Int>]) -> SIMD2<Double>? {
        var (sum, weight) = (SIMD2<Double>(0, 0), 0.0)
        for (k, old) in places.sorted(by: { $0.key < $1.key }) {
            var middle = SIMD2<Double>(0, 0)
            for i in old { middle += SIMD2(Double(i % all.width), Double(i / all.width)) }
            middle /= Double(old.count)
            for i in 0..<all.width * all.height where !old.contains(i) {
                let m = Double(maps[k].magnitude(i))
                if m < Double(EffectMaps.threshold) { continue }
                sum += (SIMD2(Double(i % all.width), Double(i / all.width)) - middle) * m
                weight += m
            }
        }
        return weight == 0 ? nil : sum / weight
    }
}
