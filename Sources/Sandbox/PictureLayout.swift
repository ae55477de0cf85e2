/// Where pictures go in the window: as large as they can be, in proportion, centred, side by side or one below the
/// other.
struct PictureLayout {
    struct Rect: Equatable {
        var x, y, width, height: Int
    }

    /// Between two pictures where it costs no size.
    private static let gap = 8

    /// The rectangles of `sizes` in `area`. With `wholeNumbers`, pictures that fit are enlarged by a whole number.
    static func place(_ sizes: [(width: Int, height: Int)], in area: Rect, wholeNumbers: Bool) -> [Rect] {
        let area = Rect(x: area.x, y: area.y, width: max(0, area.width), height: max(0, area.height))
        guard sizes.count > 1 else { return row(sizes, in: area, wholeNumbers) }
        let flipped = Rect(x: area.y, y: area.x, width: area.height, height: area.width)
        let columns = row(sizes.map { ($0.height, $0.width) }, in: flipped, wholeNumbers)
            .map { Rect(x: $0.y, y: $0.x, width: $0.height, height: $0.width) }
        let rows = row(sizes, in: area, wholeNumbers)
        return columns[0].width > rows[0].width ? columns : rows
    }

    private static func row(_ sizes: [(width: Int, height: Int)], in area: Rect, _ wholeNumbers: Bool) -> [Rect] {
        let width = max(1, sizes.reduce(0) { $0 + $1.width })
        let height = max(1, sizes.map(\.height).max() ?? 1)
        var scale = min(Double(area.width) / Double(width), Double(area.height) / Double(height))
        if wholeNumbers && scale >= 1 { scale.round(.down) }
        let made = sizes.map { (width: Int(Double($0.width) * scale), height: Int(Double($0.height) * scale)) }
        let left = area.width - made.reduce(0) { $0 + $1.width }
        let gap = sizes.count > 1 ? max(0, min(Self.gap, left / (sizes.count - 1))) : 0
        var x = area.x + (left - gap * (sizes.count - 1)) / 2
        return made.map { size in
            defer { x += size.width + gap }
            return Rect(x: x, y: area.y + (area.height - size.height) / 2, width: size.width, height: size.height)
        }
    }
}
