extension FrameStrip {
    /// What no evaluation could have written, for the middle of a sentence; nil where all is sound.
    var flaw: String? {
        if !(1...4096).contains(width) || !(1...4096).contains(height) {
            return "has tiles of \(width)x\(height) pixels"
        }
        if !(1...1000).contains(columns.count) || !(1...100).contains(rows.count) {
            return "has \(columns.count) columns and \(rows.count) rows"
        }
        let numbers = [draw, seed] + columns.map(\.frame)
        if let number = numbers.first(where: { !(0...1 << 31).contains($0) }) {
            return "has the impossible number \(number)"
        }
        return nil
    }
}
