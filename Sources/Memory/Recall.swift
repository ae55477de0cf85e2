import Worlds

/// What memory had to do with a picture.
public struct Recall: Sendable {
    /// For each pixel, 2 where memory's newest picture was kept, 1 where an older one was, 0 where it was made up.
    public let kept: [UInt8]
    /// What memory had shown.
    public let view: MemoryView

    package init(kept: [UInt8], view: MemoryView) { (self.kept, self.view) = (kept, view) }

    /// Root mean square difference, of 255, of `picture` to what older pictures showed of it; nil where they showed less than a
    /// fiftieth.
    public func difference(_ picture: Frame) -> Double? {
        guard view.frame.pixels.count == picture.pixels.count else { return nil }
        var (sum, count) = (0, 0)
        for i in view.seen.indices where view.seen[i] == 1 {
            for c in i * 3..<i * 3 + 3 {
                let d = Int(picture.pixels[c]) - Int(view.frame.pixels[c])
                sum += d * d
            }
            count += 3
        }
        return count * 50 < picture.pixels.count ? nil : (Double(sum) / Double(count)).squareRoot()
    }
}
