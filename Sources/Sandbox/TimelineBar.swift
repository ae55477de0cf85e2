/// Where frames lie on the timeline bar.
struct TimelineBar {
    var left: Int
    var width: Int
    var first: Int
    var end: Int

    func x(of frame: Int) -> Int {
        guard end > first else { return left }
        return left + (max(first, min(end, frame)) - first) * width / (end - first)
    }

    func frame(at x: Int) -> Int {
        guard width > 0 else { return end }
        let share = Double(max(0, min(width, x - left))) / Double(width)
        return first + Int((share * Double(end - first)).rounded())
    }
}
