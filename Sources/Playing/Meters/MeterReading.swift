/// What the meters say of a picture.
public struct MeterReading: Sendable, Equatable, Encodable {
    /// Degrees to the right that the camera was asked to turn since the picture before, and those read off the pictures.
    public var asked: Double?
    public var turned: Double?
    /// The share of the way that the camera was asked to walk during the last pictures, as the ground in them shows it.
    public var walked: Double?
    /// Root mean square difference, of 255, of what came back into view to what memory has of it.
    public var difference: Double?
    /// The share of the picture that looks as memory shows it.
    public var memory: Double?
    /// Over that of the first picture: mean step from a pixel to its neighbours.
    public var sharpness: Double
    /// Distance of the mean colour from the first picture's, of 255.
    public var colour: Double
}
