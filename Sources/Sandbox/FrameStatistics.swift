/// The last measurements of a time in milliseconds, with their percentiles.
public struct FrameStatistics: Sendable {
    private var values: [Double] = []
    private let window: Int

    public init(window: Int = 240) { self.window = window }

    public mutating func add(_ milliseconds: Double) {
        values.append(milliseconds)
        if values.count > window { values.removeFirst() }
    }

    /// The value below which `share` of the measurements lie; 0 when there are none.
    public func percentile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
