extension ActionEffect: Codable {
    private enum Key: String, CodingKey, CaseIterable { case kind, degrees, metres, direction }

    /// Throws for an unknown kind and for numbers out of range.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let kind = try values.decode(String.self, forKey: .kind)
        func degrees() throws -> Float? { try values.decodeIfPresent(Float.self, forKey: .degrees) }
        switch kind {
        case "turn": self = .turn(degrees: try degrees())
        case "look": self = .look(degrees: try degrees())
        case "move":
            self = .move(
                metres: try values.decodeIfPresent(Float.self, forKey: .metres),
                try values.decode(Direction.self, forKey: .direction))
        case "jump": self = .jump
        case "use": self = .use
        case "none": self = .none
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: values,
                debugDescription: "there is no effect '\(kind.prefix(40))'; take turn, look, move, jump, use or none")
        }
        if let flaw {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: values, debugDescription: "\(kind): \(flaw)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(kind, forKey: .kind)
        switch self {
        case .turn(let degrees), .look(let degrees): try values.encodeIfPresent(degrees, forKey: .degrees)
        case .move(let metres, let direction):
            try values.encode(direction, forKey: .direction)
            try values.encodeIfPresent(metres, forKey: .metres)
        case .jump, .use, .none: break
        }
    }

    private var kind: String {
        switch self {
        case .turn: "turn"
        case .look: "look"
        case .move: "move"
        case .jump: "jump"
        case .use: "use"
        case .none: "none"
        }
    }
}
