import Tensors

/// Finds the runs of A and B that belong together: same scenario, same draw, same noise.
public struct Pairing: Sendable {
    /// Sorted by scenario, draw and seed.
    public let pairs: [CasePair]
    /// What a reader has to know about how they were paired.
    public let notes: [String]

    /// With `common`, runs of different suites or sizes are compared on the cases that both hold; without it, a case
    /// that one of them lacks is an error, since what is left out could be what fails.
    public init(_ a: EvaluationRun, _ b: EvaluationRun, common: Bool = false) throws {
        var notes: [String] = []
        try Self.check(a, b, common: common, notes: &notes)
        let seeds = Self.seedMap(a, b, notes: &notes)
        let back = Dictionary(uniqueKeysWithValues: seeds.map { ($1, $0) })
        var ofA = CaseTable(a.records, seeds: Dictionary(uniqueKeysWithValues: seeds.keys.map { ($0, $0) }))
        var ofB = CaseTable(b.records, seeds: back)
        let out = CaseTable.dropUncounted(&ofA, &ofB)
        if !common {
            try Self.complete(a, ofA, against: ofB)
            try Self.complete(b, ofB, against: ofA)
        }
        let sameSize = (a.manifest.width, a.manifest.height) == (b.manifest.width, b.manifest.height)
        var (changed, alone) = (0, ofB.cases.keys.count { ofA.cases[$0] == nil })
        var pairs: [CasePair] = []
        for (key, measures) in ofA.cases {
            guard let others = ofB.cases[key] else {
                alone += 1
                continue
            }
            let both = measures.compactMap { measure, record in
                others[measure].map { (measure, CasePair.Measurement(group: measure.group, a: record, b: $0)) }
            }.sorted { $0.0 < $1.0 }.map(\.1)
            if sameSize && both.contains(where: { $0.a.sha != $0.b.sha }) {
                changed += 1
            } else if !both.isEmpty {
                pairs.append(CasePair(key: key, otherSeed: seeds[key.seed] ?? key.seed, measurements: both))
            }
        }
        guard !pairs.isEmpty else {
            throw FileError(
                "\(a.folder.url.path) and \(b.folder.url.path) have no case in common; evaluate both on one suite.")
        }
        if !out.isEmpty {
            let metrics = Dictionary(grouping: out, by: \.metric).sorted { $0.key < $1.key }
                .map { metric, all in "\(metric) in \(all.map(\.scenario).sorted().joined(separator: ", "))" }
            notes.append(
                "Not counted on some or all of the cases, since the best cheat comes too near to the truth or one of the two "
                    + "cannot be asked: "
                    + "\(metrics.joined(separator: "; ")).")
        }
        if alone > 0 { notes.append("Left out for want of a partner: \(ScoreFormat.count(alone, "run")).") }
        if changed > 0 { notes.append("Left out because their scripts differ: \(ScoreFormat.count(changed, "run")).") }
        self.pairs = pairs.sorted { $0.key < $1.key }
        self.notes = notes
    }

    /// Throws when `run` lacks a case or a measurement that the other has.
    private static func complete(_ run: EvaluationRun, _ own: CaseTable, against other: CaseTable) throws {
        var missing: [(key: CaseKey, metric: String)] = []
        for (key, measures) in other.cases {
            // Of counterbalanced cases all have to be there.
            let lost = measures.filter { measure, record in
                guard let there = own.cases[key]?[measure] else { return true }
                return !Set(record.sha.split(separator: "+")).isSubset(of: there.sha.split(separator: "+"))
            }
            if let first = lost.keys.min() { missing.append((key, first.metric)) }
        }
        guard let first = missing.min(by: { $0.key < $1.key }) else { return }
        throw FileError(
            "\(run.folder.results.path) lacks \(ScoreFormat.count(missing.count, "case")) that the other run has, first "
                + "\(first.metric) of \(first.key.scenario), draw \(first.key.draw), seed \(first.key.seed); finish "
                + "it with `diorama evaluate`, or \(hint).")
    }

    private static let hint = "add --common to compare what both hold"

    private static func check(
        _ a: EvaluationRun, _ b: EvaluationRun, common: Bool, notes: inout [String]
    ) throws {
        let (x, y) = (a.manifest, b.manifest)
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
                throw FileError(
                    "\(a.folder.manifest.path) and \(b.folder.manifest.path) are of \(sizes) pixels; evaluate both at "
                        + "one size, or \(hint).")
            }
            notes.append("A and B were judged at \(sizes) pixels.")
        } else if x.suiteHash != y.suiteHash {
            guard common else {
                throw FileError(
                    "\(a.folder.manifest.path) and \(b.folder.manifest.path) are of \(suites); evaluate both on one, "
                        + "or \(hint).")
            }
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
        if ofA == ofB { return Dictionary(uniqueKeysWithValues: ofA.map { ($0, $0) }) }
        let shared = ofA.intersection(ofB)
        func list(_ seeds: Set<Int>) -> String { seeds.sorted().map(String.init).joined(separator: ", ") }
        let both = "Noise seeds differ (A: \(list(ofA)); B: \(list(ofB)))"
        if !shared.isEmpty {
            notes.append("\(both); those that both have are compared.")
            return Dictionary(uniqueKeysWithValues: shared.map { ($0, $0) })
        }
        notes.append("\(both) and are paired in order.")
        return Dictionary(uniqueKeysWithValues: zip(ofA.sorted(), ofB.sorted()))
    }
}
