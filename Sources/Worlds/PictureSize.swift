/// Width and height of pictures in pixels, written `128x80`.
public struct PictureSize: Hashable, Sendable, CustomStringConvertible {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

    /// nil unless `text` is two sides in `range`, multiples of `step`, with an x between them.
    public init?(_ text: some StringProtocol, in range: ClosedRange<Int>, step: Int = 16) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            [width, height].allSatisfy({ range.contains($0) && $0 % step == 0 })
        else { return nil }
        self.init(width: width, height: height)
    }

    public var description: String { "\(width)x\(height)" }
}
