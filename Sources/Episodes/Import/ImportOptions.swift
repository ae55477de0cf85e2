import Foundation

/// What `diorama import` is told besides where things lie.
public struct ImportOptions: Sendable {
    public enum Alignment: String, CaseIterable, Sendable {
        case ledTo = "led-to"
        case takenAt = "taken-at"
        case auto
    }

    /// Of the frames of the set, in pixels; nil keeps the recordings'.
    public var size: (width: Int, height: Int)?
    public var fit = PictureFit.crop
    /// Frames a second of the set; nil keeps the recordings'.
    public var framesPerSecond: Double?
    public var alignment = Alignment.auto
    /// A file that says what channels do.
    public var effects: URL?
    /// Degrees from the left to the right of a picture, where the recordings do not say; nil: nobody knows.
    public var fieldOfView: Double?
    /// What is then taken, to tell how far axes turn.
    static let usualView = 90.0
    /// Longer recordings become several episodes.
    public var framesPerEpisode = 1000

    public init() {}
}
