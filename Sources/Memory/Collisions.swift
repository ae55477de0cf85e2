/// Who decides that a body does not walk through what stands in its way.
public enum Collisions: String, Codable, Sendable {
    /// A rule of memory's estimated depths, which shortens actions before the transformer is told of them.
    case rule
    /// The transformer, which is told of actions as they are pressed; memory's camera goes where its pictures went.
    case learned
}
