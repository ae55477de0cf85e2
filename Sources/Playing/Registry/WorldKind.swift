import Worlds

/// A kind of world: how one is known by its name, made and begun.
public struct WorldKind: Sendable {
    /// What a menu offers.
    public var names: [String]
    public var scenes: [String]
    /// Whether a name is one of its worlds'.
    public var owns: @Sendable (_ world: String) -> Bool
    public var make: @Sendable (_ settings: PlaySettings) throws -> any World
    /// The hash of a world's weights; nil where it has none.
    public var weights: @Sendable (_ world: String) -> String?
    public var start: @Sendable (_ settings: PlaySettings, _ world: any World) throws -> Start

    public init(
        names: [String] = [], scenes: [String] = [], owns: @escaping @Sendable (String) -> Bool = { _ in true },
        make: @escaping @Sendable (PlaySettings) throws -> any World,
        weights: @escaping @Sendable (String) -> String? = { _ in nil },
        start: @escaping @Sendable (PlaySettings, any World) throws -> Start = { settings, _ in
            try settings.start(width: 128, height: 80)
        }
    ) {
        (self.names, self.scenes, self.owns, self.make) = (names, scenes, owns, make)
        (self.weights, self.start) = (weights, start)
    }
}
