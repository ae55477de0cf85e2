import Foundation

/// What became of one reader's inputs.
struct FuzzTally {
    var accepted = 0
    var refused = 0
    var crashes = 0
    var hangs = 0
    var allocations = 0
    var nonsense = 0

    var failures: Int { crashes + hangs + allocations + nonsense }
    var inputs: Int { accepted + refused + failures }

    mutating func count(_ kind: FuzzFinding.Kind) {
        switch kind {
        case .crash: crashes += 1
        case .hang: hangs += 1
        case .allocation: allocations += 1
        case .nonsense: nonsense += 1
        }
    }

    private var numbers: [Int] { [inputs, accepted, refused, crashes, hangs, allocations, nonsense] }

    /// A Markdown table with a row for each reader and one for all.
    static func table(_ rows: [(name: String, tally: FuzzTally)]) -> String {
        var lines = [
            "| reader | inputs | accepted | refused | crashes | hangs over 5 s | over 1 GB | nonsense |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        var sums = [Int](repeating: 0, count: 7)
        for row in rows {
            sums = zip(sums, row.tally.numbers).map(+)
            lines.append("| \(row.name) | \(row.tally.numbers.map(String.init).joined(separator: " | ")) |")
        }
        lines.append("| all | \(sums.map(String.init).joined(separator: " | ")) |")
        return lines.joined(separator: "\n")
    }
}
