/// A scene that a scenario script asks for: a template furnished with the objects that its events are about.
public struct SceneDescription: Hashable, Codable, Sendable {
    /// e.g. "room", "corridor", "street", "table", "meadow".
    public var template: String
    /// How many further things stand about, chosen by the seed.
    public var clutter: Int
    public var objects: [ObjectDescription]

    public init(template: String, clutter: Int = 0, objects: [ObjectDescription] = []) {
        (self.template, self.clutter, self.objects) = (template, clutter, objects)
    }
}
