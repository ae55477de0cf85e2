/// The action channels of a world, in order. A checkpoint carries its own in `actions.json`.
public struct ActionSpace: Hashable, Codable, Sendable {
    /// One channel: a binary key or an analogue axis.
    public struct Channel: Hashable, Codable, Sendable {
        public enum Kind: String, Codable, Sendable { case key, axis }
        public var name: String
        public var kind: Kind
        /// Default bindings by SDL key name, e.g. `["W"]`; for an axis `["Left", "Right"]` drive -1 and +1.
        public var bindings: [String]
        /// What the value 1 means, with its unit, e.g. "6 degrees a frame".
        public var meaning: String

        public init(name: String, kind: Kind, bindings: [String], meaning: String) {
            (self.name, self.kind, self.bindings, self.meaning) = (name, kind, bindings, meaning)
        }

        /// The number before the word "degrees" in the meaning.
        public var degrees: Float? { number(before: "degrees") }
        /// The number before the unit "m" in the meaning.
        public var metres: Float? { number(before: "m") }

        private func number(before word: Substring) -> Float? {
            let words = meaning.split(separator: " ")
            guard let unit = words.firstIndex(of: word), unit > 0 else { return nil }
            return Float(words[unit - 1])
        }
    }

    public var channels: [Channel]

    public init(channels: [Channel]) { self.channels = channels }

    public func index(of name: String) -> Int? { channels.firstIndex { $0.name == name } }

    /// The reference world's channels, in the order of `StandardChannel`.
    public static let standard = ActionSpace(channels: [
        Channel(name: "forward", kind: .key, bindings: ["W"], meaning: "walk 0.12 m a frame"),
        Channel(name: "back", kind: .key, bindings: ["S"], meaning: "walk back 0.12 m a frame"),
        Channel(name: "left", kind: .key, bindings: ["A"], meaning: "strafe left 0.12 m a frame"),
        Channel(name: "right", kind: .key, bindings: ["D"], meaning: "strafe right 0.12 m a frame"),
        Channel(name: "jump", kind: .key, bindings: ["Space"], meaning: "jump when on the ground"),
        Channel(name: "use", kind: .key, bindings: ["E"], meaning: "use what the crosshair meets"),
        Channel(name: "turn", kind: .axis, bindings: ["Left", "Right"], meaning: "turn right 6 degrees a frame"),
        Channel(name: "look", kind: .axis, bindings: ["Down", "Up"], meaning: "look up 4 degrees a frame"),
    ])
}
