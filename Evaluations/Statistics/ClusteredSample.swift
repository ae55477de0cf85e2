/// Values in clusters: the runs (draws and noise seeds) of each scenario.
///
/// The scenario is the sampling unit: its runs are averaged first, and what varies is the mean of a scenario. A sample of
/// a single scenario cannot say how other scenarios would come out, so there the run becomes the unit, and `unit` says so.
public struct ClusteredSample: Hashable, Sendable {
    public enum Unit: String, Codable, Sendable { case scenario, run }

    /// No empty ones.
    public let clusters: [[Double]]

    public init(_ clusters: [[Double]]) { self.clusters = clusters.filter { !$0.isEmpty } }

    public var unit: Unit { clusters.count == 1 ? .run : .scenario }

    /// One value for each unit.
    public var units: [Double] {
        unit == .run ? clusters[0] : clusters.map { Moments($0).mean }
    }

    /// Mean over clusters of the mean of each, whatever its size.
    public var mean: Double { Moments(clusters.map { Moments($0).mean }).mean }

    /// All values, each with its weight in the mean: 1 / (clusters x size of its cluster).
    public var weighted: [(value: Double, weight: Double)] {
        clusters.flatMap { cluster in
            cluster.map { ($0, 1 / Double(clusters.count * cluster.count)) }
        }
    }
}
