import Foundation
import Tensors

extension ResultRecord {
    /// Whether it tells of a failure of the evaluator, which older versions scored as one of the candidate.
    var isOfTheEvaluator: Bool { status == .error && reason?.hasPrefix("error: ") == true }
}

extension [ResultRecord] {
    /// What went wrong with cases that broke off or were not there, each sentence once, the first few of them.
    public var complaints: [String] {
        var seen: Set<String> = []
        let all = compactMap { $0.status == .error ? $0.reason?.printable : nil }.filter { seen.insert($0).inserted }
        let shown = 5
        if all.count <= shown { return all }
        return all.prefix(shown) + ["... and \(all.count - shown) more; results.jsonl has them all"]
    }

    /// What was taken off recordings before they were scored, a sentence for each lag.
    public var lags: [String] {
        var cases: [Int: Set<String>] = [:]
        for record in self {
            guard let lag = record.details[MotionLag.detail].flatMap({ Int(exactly: $0) }) else { continue }
            cases[lag, default: []].insert("\(record.scenario)-\(record.draw)")
        }
        return cases.sorted { $0.key < $1.key }.map { lag, names in
            let frames = "\(abs(lag)) frame\(abs(lag) == 1 ? "" : "s")"
            let first = names.sorted()[0] + (names.count == 1 ? "" : " and \(names.count - 1) more")
            return
                "lag: in \(first) the recorded motion comes \(frames) \(lag > 0 ? "behind" : "ahead of") the actions; "
                + "it is scored without this lag, so record frame 0 as the first of the case"
        }
    }
}
