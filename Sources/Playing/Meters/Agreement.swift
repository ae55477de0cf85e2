import Memory
import Worlds

/// Where a picture shows what memory shows, cell by cell: pictures that have been through the compression network are
/// nowhere the same to the bit.
struct Agreement {
    /// Side of a cell, in pixels.
    private static let cell = 8
    /// Root mean square difference, of 255, of a cell that agrees: what the compression network itself adds.
    private static let tolerance = 10

    /// For each pixel, 2 where the picture agrees with memory's newest picture, 1 where with an older one, 0 where with none.
    let kept: [UInt8]
    /// The share of the picture that agrees with either.
    let share: Double

    init(_ picture: Frame, _ recall: Recall) {
        let (width, height, view) = (picture.width, picture.height, recall.view)
        guard view.frame.pixels.count == picture.pixels.count, recall.kept.count * 3 == picture.pixels.count else {
            (kept, share) = ([], 0)
            return
        }
        var kept = recall.kept
        var count = 0
        kept.withUnsafeMutableBufferPointer { kept in
            view.seen.withUnsafeBufferPointer { seen in
                view.frame.pixels.withUnsafeBufferPointer { before in
                    picture.pixels.withUnsafeBufferPointer { now in
                        for top in stride(from: 0, to: height, by: Self.cell) {
                            for left in stride(from: 0, to: width, by: Self.cell) {
                                let (right, bottom) = (min(width, left + Self.cell), min(height, top + Self.cell))
                                var (sum, shown): (Int32, Int32) = (0, 0)
                                for y in top..<bottom {
                                    for at in y * width + left..<y * width + right where seen[at] > 0 {
                                        shown += 3
                                        for c in at * 3..<at * 3 + 3 {
                                            let d = Int32(now[c]) - Int32(before[c])
                                            sum += d * d
                                        }
                                    }
                                }
                                let agrees = shown > 0 && sum <= shown * Int32(Self.tolerance * Self.tolerance)
                                for y in top..<bottom {
                                    for at in y * width + left..<y * width + right {
                                        if agrees { kept[at] = max(kept[at], seen[at]) }
                                        if kept[at] > 0 { count += 1 }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        (self.kept, share) = (kept, Double(count) / Double(max(1, width * height)))
    }
}
