import Tensors
import Worlds

/// The worlds that can be played, by name. The one seam between whoever plays and the worlds: to add a kind of world, write
/// a `WorldKind` and name it in `standard`.
public struct WorldRegistry: Sendable {
    /// Asked one after the other; the first that owns a name makes its world.
    public var kinds: [WorldKind]
    /// What learned worlds are computed on; nil: the CPU.
    public let device: CUDADevice?

    public init(_ kinds: [WorldKind], device: CUDADevice? = nil) { (self.kinds, self.device) = (kinds, device) }

    /// The reference world, recorded episodes, Gymnasium environments, and checkpoints: shipped ones and those in folders.
    public static func standard(on device: CUDADevice? = nil) -> WorldRegistry {
        WorldRegistry([.reference, .recorded, .gymnasium, .checkpoint(on: device)], device: device)
    }

    /// What a menu offers: learned worlds first.
    public var names: [String] { kinds.reversed().flatMap(\.names) }
    public var scenes: [String] { kinds.flatMap(\.scenes) }

    private func kind(_ world: String) throws -> WorldKind {
        guard let kind = kinds.first(where: { $0.owns(world) }) else {
            throw FileError("There is no world '\(world)'; there are \(names.joined(separator: ", ")).")
        }
        return kind
    }

    /// A world that has not begun yet.
    public func make(_ settings: PlaySettings) throws -> any World { try kind(settings.world).make(settings) }

    /// The hash of the weights that it has; nil where there are none.
    public func weights(_ world: String) -> String? { (try? kind(world))?.weights(world) }

    /// Where it begins.
    public func start(_ settings: PlaySettings, _ world: any World) throws -> Start {
        try kind(settings.world).start(settings, world)
    }
}
