/// What one record says of a quadruplet.
struct SurpriseOutcome: Sendable {
    var scenario: String
    /// Share of its two pairs in which the unlawful clip surprises more; 0 where the judge broke off.
    var accuracy: Double
    /// The same where two endings of one start are compared, which need not look alike.
    var sameStart: Double
    /// The accuracy with random weights.
    var untrained: Double
    /// How often the thing in an unusual colour surprises more than the plain one.
    var recolour: Double
    /// By pair and measure; empty where the judge broke off.
    var pixels: [[Double]]
    var peakError: Double?
    var failed: Bool

    static func pixelKey(_ measure: String, pair: Int) -> String { "pixel_\(measure)_\(pair + 1)" }

    init(_ record: ResultRecord) {
        scenario = record.scenario
        accuracy = record.raw ?? 0
        sameStart = record.details["same_start"] ?? 0
        // What a failed one does not say counts as a coin, which lowers no floor.
        untrained = record.details["untrained"] ?? 0.5
        recolour = record.details["recolour"] ?? 0.5
        peakError = record.details["peak_error_frames"]
        failed = record.status == .error
        pixels = (0..<2).map { pair in
            PixelMeasures.names.map { record.details[Self.pixelKey($0, pair: pair)] ?? 0 }
        }
    }
}
