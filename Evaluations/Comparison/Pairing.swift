import Tensors

/// Finds the runs of A and B that belong together: same scenario, same draw, same noise.
public struct Pairing: Sendable {
    /// Sorted by scenario, draw and seed.
    public let pairs: [CasePair]
    /// What a reader has to know about how they were paired.
    public let notes: [String]

    /// With `common`, runs of different suites or sizes are compared on the cases that both hold.
    public init(_ a: EvaluationRun, _ b: EvaluationRun, common: Bool = false) throws {
        var notes: [String] = []
        try Self.check(a, b, common: common, notes: &notes)
        let out = Set(a.summary.unbracketed + b.summary.unbracketed)
        if !out.isEmpty {
            notes.append(
                "Not counted, since ceiling and best cheat lie less than 0.5 apart: \(out.sorted().joined(separator: ", "))."
            )
        }
        let (ofA, ofB) = (CaseTable(a.counted), CaseTable(b.counted))
        let seeds = Self.seedMap(a, b, notes: &notes)
        let sameSize = (a.manifest.width, a.manifest.height) == (b.manifest.width, b.manifest.height)
        var pairs: [CasePair] = []
        var (onlyA, changed) = (0, 0)
        var matched: Set<CaseKey> = []
        for (key, measures) in ofA.cases {
            guard let other = seeds[key.seed] else {
                onlyA += 1
                continue
            }
            let partner = CaseKey(scenario: key.scenario, draw: key.draw, seed: other)
            guard let others = ofB.cases[partner] else {
                onlyA += 1
                continue
            }
            let both = measures.keys.filter {
                others[$0] != nil && !out.contains("\(key.scenario)/\($0.metric)")
            }.sorted()
            let same = !sameSize || both.allSatisfy { measures[$0]!.sha == others[$0]!.sha }
            guard same else {
                changed += 1
                continue
            }
            matched.insert(partner)
            if both.isEmpty { continue }
            pairs.append(
                CasePair(
                    key: key, otherSeed: other,
                    measurements: both.map { .init(group: $0.group, a: measures[$0]!, b: others[$0]!) }))
        }
        let onlyB = ofB.cases.keys.count { !matched.contains($0) } - changed
        guard !pairs.isEmpty else {
            throw FileError(
                "\(a.folder.url.path) and \(b.folder.url.path) have no case in common; evaluate both on one suite.")
        }
        if onlyA + onlyB > 0 { notes.append("Without a partner and left out: \(onlyA) runs of A, \(onlyB) of B.") }
        if changed > 0 { notes.append("Left out because their scripts differ: \(changed) runs.") }
        self.pairs = pairs.sorted { $0.key < $1.key }
        self.notes = notes
    }

    private static func check(
        _ a: EvaluationRun, _ b: EvaluationRun, common: Bool, notes: inout [String]
    ) throws {
        let (x, y) = (a.manifest, b.manifest)
        let hint = "add --common to compare the cases that both hold"
        if x.noiseScheme != y.noiseScheme {
            throw FileError(
                "\(a.folder.url.path) and \(b.folder.url.path) draw noise by \(x.noiseScheme) and \(y.noiseScheme), "
                    + "which do not compare; evaluate both with one version.")
        }
        let suites =
            x.suite == y.suite ? "two versions of the suite \(x.suite)" : "the suites \(x.suite) and \(y.suite)"
        if (x.width, x.height) != (y.width, y.height) {
            let sizes = "\(x.width)x\(x.height) and \(y.width)x\(y.height)"
            guard common else {
                throw FileError("A and B were judged at \(sizes) pixels; evaluate both at one size, or \(hint).")
            }
            notes.append("A and B were judged at \(sizes) pixels.")
        } else if x.suiteHash != y.suiteHash {
            guard common else { throw FileError("A and B ran \(suites); evaluate both on one, or \(hint).") }
            notes.append("A and B ran \(suites); what both hold is compared.")
        }
        if x.probes != y.probes { notes.append("A and B were read by probes with different weights.") }
        if !x.resultsHash.isEmpty && x.resultsHash == y.resultsHash {
            notes.append("A and B are the same run, to the last bit.")
        }
    }

    /// A's noise seed -> B's: the same where they share some, else the first with the first and so on.
    private static func seedMap(_ a: EvaluationRun, _ b: EvaluationRun, notes: inout [String]) -> [Int: Int] {
        let (ofA, ofB) = (Set(a.records.map(\.seed)), Set(b.records.map(\.seed)))
        let shared = ofA.intersection(ofB)
        if !shared.isEmpty { return Dictionary(uniqueKeysWithValues: shared.map { ($0, $0) }) }
        func list(_ seeds: Set<Int>) -> String { seeds.sorted().map(String.init).joined(separator: ", ") }
        notes.append("Noise seeds differ (A: \(list(ofA)); B: \(list(ofB))) and are paired in order.")
        return Dictionary(uniqueKeysWithValues: zip(ofA.sorted(), ofB.sorted()))
    }
}
