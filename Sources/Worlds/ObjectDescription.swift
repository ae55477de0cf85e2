/// One object of a described scene.
public struct ObjectDescription: Hashable, Codable, Sendable {
    /// The name by which the script speaks of it.
    public var id: String
    /// What it is, e.g. "ball", "dog", "box"; the id when the script does not say.
    public var kind: String
    /// What else the script says of it, e.g. color, coat, mass, at, walk, lid.
    public var properties: [String: PropertyValue]

    public init(id: String, kind: String? = nil, properties: [String: PropertyValue] = [:]) {
        (self.id, self.kind, self.properties) = (id, kind ?? id, properties)
    }
}
