import Playing

/// What is said of a picture; its bytes follow, then those of the simulator's picture beside it.
struct PictureMessage: Encodable {
    var type = "picture"
    /// Grows by 1 with every picture that is sent; the client answers with it.
    var sequence: Int
    /// Pictures so far that were left out, for the client had not shown those before.
    var skipped: Int
    /// Frames since the start.
    var number: Int
    var branch: Int
    /// What led to it.
    var action: [Float]
    /// The client's time of the oldest key that it is the first to answer.
    var keyed: Double?
    /// Shown at once, for it answers a request.
    var immediate: Bool
    /// What the meters say, while they are on.
    var reading: MeterReading?
    var format: PictureFormat
    var width: Int
    var height: Int
    /// Lengths of what follows.
    var bytes: [Int]
}
