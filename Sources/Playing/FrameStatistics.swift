/// The last measurements of a time in milliseconds, with their percentiles.
public struct FrameStatistics: Sendable {
    private var values: [Double] = []
    private let window: Int

    public init(window: Int = 240) { self.window = window }

    public var isEmpty: Bool { values.isEmpty }

    public mutating func add(_ milliseconds: Double) {
        values.append(milliseconds)
        if values.count > window { values.removeFirst() }
    }

    /// The smallest measurement that at least `share` of them do not exceed (nearest rank); 0 when there are none.
    public func percentile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values.sorted()[max(0, min(values.count, rank) - 1)]
    }

    public var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
}
