/// Where an imported set comes from and how its recordings were read.
public struct EpisodeImport: Codable, Hashable, Sendable {
    /// The format's name, e.g. "vpt".
    public var format: String
    /// The folder or file that was read.
    public var from: String
    /// Which frame an action of the recordings belonged to.
    public var alignment: ActionAlignment
    /// How many frames later than that the actions stood and were moved; below 0 earlier.
    public var framesLate: Int?
    /// What was measured of that in the pictures, in words; nil where nothing was.
    public var measured: String?
    /// Pictures' size before, e.g. "640x360".
    public var originalSize: String?
    /// How other shapes were made to fit: crop, pad or stretch.
    public var fit: String?
    /// The recordings' own frames a second.
    public var originalFramesPerSecond: Double?

    public init(
        format: String, from: String, alignment: ActionAlignment, framesLate: Int? = nil, measured: String? = nil,
        originalSize: String? = nil, fit: String? = nil, originalFramesPerSecond: Double? = nil
    ) {
        (self.format, self.from, self.alignment, self.measured) = (format, from, alignment, measured)
        self.framesLate = framesLate
        (self.originalSize, self.fit) = (originalSize, fit)
        self.originalFramesPerSecond = originalFramesPerSecond
    }
}
