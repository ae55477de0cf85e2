/// Where frames lie on the timeline bar: older keyframes on its left fifth, one beside the other, then every frame.
struct TimelineBar {
    var left: Int
    var width: Int
    var first: Int
    var end: Int
    var older: [Int] = []
    static let tick = 14

    /// Width of the older keyframes' part.
    private var past: Int { max(0, min(width / 5, older.count * Self.tick)) }

    func x(of frame: Int) -> Int {
        if frame < first, let index = older.lastIndex(where: { $0 <= frame }) {
            return left + past * index / older.count
        }
        guard end > first else { return left + past }
        return left + past + (max(first, min(end, frame)) - first) * max(0, width - past) / (end - first)
    }

    func frame(at x: Int) -> Int {
        let at = max(0, min(width, x - left))
        if at < past { return older[min(older.count - 1, (at * older.count + past / 2) / past)] }
        guard width > past else { return end }
        return first + Int((Double(at - past) / Double(width - past) * Double(end - first)).rounded())
    }
}
