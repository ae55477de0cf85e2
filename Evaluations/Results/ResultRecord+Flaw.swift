extension ResultRecord {
    /// No measurement comes near it: beyond, nothing could be drawn or counted.
    private static let largest = 1e12

    /// What no evaluation could have written, for the middle of a sentence; nil where all is sound.
    var flaw: String? {
        for (name, number, limit) in [
            ("draw", draw, 1_000_000), ("seed", seed, 1 << 31), ("first_frame", firstFrame, 10_000_000),
            ("ms", ms, 1 << 40), ("per_frame", perFrame.count, 1_000_000),
        ] where !(0...limit).contains(number) { return "has the impossible value \(number) at \"\(name)\"" }
        let numbers =
            [("raw", raw), ("floor", floor), ("ceil", ceil), ("score", score)].compactMap { name, x in
                x.map { (name, $0) }
            }
            + details.map { ("details.\($0.key)", $0.value) } + perFrame.map { ("per_frame", $0) }
        for (name, number) in numbers where abs(number) > Self.largest {
            return "has the impossible value \(number) at \"\(name)\""
        }
        return nil
    }
}
