/// One channel of an action space: a binary key or an analogue axis.
public struct ActionChannel: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, Sendable { case key, axis }
    public var name: String
    public var kind: Kind
    /// Default bindings by SDL key name, e.g. `["W"]`; for an axis `["Left", "Right"]` drive -1 and +1.
    public var bindings: [String]
    /// What the value 1 means, in words for people, e.g. "turn right 6 degrees a frame".
    public var meaning: String
    /// What the value 1 does during a frame.
    public var effect: ActionEffect

    public init(name: String, kind: Kind, bindings: [String], meaning: String, effect: ActionEffect = .none) {
        (self.name, self.kind, self.bindings) = (name, kind, bindings)
        (self.meaning, self.effect) = (meaning, effect)
    }

    /// An older file without effects is translated from its words.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        kind = try values.decode(Kind.self, forKey: .kind)
        bindings = try values.decode([String].self, forKey: .bindings)
        meaning = try values.decode(String.self, forKey: .meaning)
        effect =
            try values.decodeIfPresent(ActionEffect.self, forKey: .effect) ?? ActionEffect(name: name, meaning: meaning)
    }

    /// Degrees that the value 1 turns to the right or tilts upwards in a frame, where they are known.
    public var degrees: Float? {
        switch effect {
        case .turn(let degrees), .look(let degrees): degrees
        default: nil
        }
    }

    /// Metres that the value 1 walks in a frame, where they are known.
    public var metres: Float? { if case .move(let metres, _) = effect { metres } else { nil } }
}
