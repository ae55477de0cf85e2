import Playing

/// Where a server listens, and what it bears.
public struct ServerSettings: Sendable {
    public var access: AccessRule
    public var port: Int
    public var sessionLimit = 8
    public var connectionLimit = 64
    /// How long a session may be without a message from its client, pictures that are shown apart.
    public var idle = Duration.seconds(900)
    /// Keys that differ from the worlds' own.
    public var bindings: @Sendable (Player) throws -> Bindings = { Bindings($0.actionSpace) }

    public init(access: AccessRule, port: Int) { (self.access, self.port) = (access, port) }
}
