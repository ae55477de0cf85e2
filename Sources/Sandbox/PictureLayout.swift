/// Where pictures go in the window: side by side, in proportion, centred.
struct PictureLayout {
    struct Rect: Equatable {
        var x, y, width, height: Int
    }

    /// The rectangles of `sizes` in `area`. With `wholeNumbers`, pictures that fit are enlarged by a whole number.
    static func place(_ sizes: [(width: Int, height: Int)], in area: Rect, wholeNumbers: Bool) -> [Rect] {
        let gap = sizes.count > 1 ? 8 : 0
        let cell = (area.width - gap * (sizes.count - 1)) / max(1, sizes.count)
        return sizes.enumerated().map { index, size in
            var scale = min(Double(cell) / Double(size.width), Double(area.height) / Double(size.height))
            if wholeNumbers && scale >= 1 { scale.round(.down) }
            let (w, h) = (Int(Double(size.width) * scale), Int(Double(size.height) * scale))
            return Rect(
                x: area.x + index * (cell + gap) + (cell - w) / 2, y: area.y + (area.height - h) / 2, width: w,
                height: h)
        }
    }
}
