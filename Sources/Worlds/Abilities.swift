/// What a world can do besides going on.
public struct Abilities: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A copy goes its own way under other actions.
    public static let fork = Abilities(rawValue: 1)
    /// Its observations may carry truth.
    public static let truth = Abilities(rawValue: 2)
    /// It takes words.
    public static let prompt = Abilities(rawValue: 4)
    /// It goes on from any picture of its size, not only from a scene of its own.
    public static let pictures = Abilities(rawValue: 8)
}
