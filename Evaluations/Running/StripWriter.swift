import Foundation
import Media
import Scenarios
import Tensors
import Worlds

/// Keeps filmstrips of a case for the report: what the reference showed, what the candidate made, and how they differ.
struct StripWriter {
    static let columns = 10
    let folder: RunFolder

    init(_ folder: RunFolder) { self.folder = folder }

    func write(_ evidence: Evidence, seed: Int) throws -> [FrameStrip] {
        let scenario = evidence.scenario
        var strips = [try strip(evidence, seed, scenario.mainBranch, against: nil)]
        if let term = evidence.terms("effect").first, term.subjects.count == 2,
            evidence.frames[term.subjects[0]] != nil, evidence.frames[term.subjects[1]] != nil
        {
            strips.append(try strip(evidence, seed, term.subjects[0], against: term.subjects[1]))
        }
        return strips
    }

    private func strip(_ evidence: Evidence, _ seed: Int, _ branch: String, against: String?) throws -> FrameStrip {
        let truth = evidence.truth.branches[branch]?.map(\.frame) ?? []
        let made = evidence.frames[branch] ?? []
        let times = moments(evidence.scenario, evidence.firstMade, truth.count)
        var rows: [[Frame]] = [times.map { truth[$0] }, times.map { made[$0] }]
        var names = ["reference", "candidate"]
        if let against, let a = evidence.truth.branches[against]?.map(\.frame), let b = evidence.frames[against] {
            rows = [times.map { Self.gap(truth[$0], a[$0]) }, times.map { Self.gap(made[$0], b[$0]) }]
            names = ["effect", "candidate_effect"]
        } else {
            rows.append(times.map { Self.gap(made[$0], truth[$0]) })
            names.append("error")
        }
        let file =
            "frames/\(evidence.scenario.scenario)-\(evidence.scenario.draw)\(Self.suffix(evidence.scenario))"
            + "-\(seed)-\(branch)\(against == nil ? "" : "-effect").png"
        try PNG.write(Self.grid(rows), to: folder.url.appendingPathComponent(file))
        return FrameStrip(
            scenario: evidence.scenario.scenario, draw: evidence.scenario.draw, seed: seed, branch: branch, file: file,
            rows: names,
            columns: times.map { t in
                FrameStrip.Column(
                    frame: t, marks: evidence.scenario.marks.filter { $0.value == t }.map(\.key).sorted())
            }, width: truth[0].width, height: truth[0].height)
    }

    /// Members of a pair share their draw's number.
    private static func suffix(_ scenario: ScenarioCase) -> String {
        if scenario.pair == nil { return "" }
        return "-" + CaseDigest.hash(scenario, size: (scenario.start.width, scenario.start.height)).prefix(6)
    }

    /// All marks, then moments in between.
    private func moments(_ scenario: ScenarioCase, _ first: Int, _ count: Int) -> [Int] {
        var times = Set(scenario.marks.values.map { max(0, min(count - 1, $0)) } + [first - 1, count - 1])
        let even = (1..<Self.columns).map { first + ($0 * (count - 1 - first)) / Self.columns }
        for t in even where times.count < Self.columns { times.insert(t) }
        return times.sorted()
    }

    /// Signed differences round grey, twice as strong.
    private static func gap(_ a: Frame, _ b: Frame) -> Frame {
        var out = a
        for i in out.pixels.indices {
            out.pixels[i] = UInt8(max(0, min(255, 128 + Int(a.pixels[i]) - Int(b.pixels[i]))))
        }
        return out
    }

    private static func grid(_ rows: [[Frame]]) -> Frame {
        let (w, h) = (rows[0][0].width, rows[0][0].height)
        var picture = Frame(width: w * rows[0].count, height: h * rows.count)
        for (r, row) in rows.enumerated() {
            for (c, frame) in row.enumerated() {
                for y in 0..<h {
                    let to = ((r * h + y) * picture.width + c * w) * 3
                    picture.pixels.replaceSubrange(to..<to + w * 3, with: frame.pixels[y * w * 3..<(y + 1) * w * 3])
                }
            }
        }
        return picture
    }
}
