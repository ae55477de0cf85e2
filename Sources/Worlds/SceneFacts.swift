/// What is true of an episode, in the words of captions: where it is, what is to be seen when, and what happens.
public struct SceneFacts: Codable, Hashable, Sendable {
    /// That a thing can be seen in a picture.
    public struct Sight: Codable, Hashable, Sendable {
        public var picture: Int
        /// An index of `things`.
        public var thing: Int
        /// From -1 at the picture's left edge to 1 at its right.
        public var x: Float
        /// Metres from the eye.
        public var distance: Float
        public var moves: Bool

        public init(picture: Int, thing: Int, x: Float, distance: Float, moves: Bool) {
            (self.picture, self.thing, self.x, self.distance, self.moves) = (picture, thing, x, distance, moves)
        }
    }

    public struct Event: Codable, Hashable, Sendable {
        public var picture: Int
        /// Such as "the red ball bounces".
        public var text: String

        public init(picture: Int, text: String) { (self.picture, self.text) = (picture, text) }
    }

    /// Such as "a walled garden".
    public var setting: String
    /// Such as "at dusk".
    public var daylight: String
    /// Without an article, such as "large red ball".
    public var things: [String] = []
    public var sights: [Sight] = []
    public var events: [Event] = []
    /// A caption that somebody gave; empty where words are to be found for the rest.
    public var caption = ""

    public init(setting: String = "", daylight: String = "") { (self.setting, self.daylight) = (setting, daylight) }
}
