import Worlds

/// A world that earns points without holding together: what every metric is tested against.
///
/// To add one, write a `World` and list it here.
public struct Cheat: Sendable {
    public var name: String
    /// What it does, as the second half of a sentence that begins with "A world that".
    public var about: String
    /// Whether its score is a floor: what a candidate must beat to score above 0. The others, which hold together in
    /// part, must fail the metrics that name them.
    public var setsFloor: Bool
    /// `noise` keys its random numbers.
    public var make: @Sendable (_ noise: UInt64) -> any World

    public static let all: [Cheat] = [
        Cheat("frozen", "shows the last given frame for ever", floor: true) { _ in StillWorld(.last) },
        Cheat("copy-first", "shows the first given frame for ever", floor: true) { _ in StillWorld(.first) },
        Cheat("loop", "repeats the given frames", floor: true) { _ in LoopWorld() },
        Cheat("blank", "shows one colour", floor: true) { _ in BlankWorld() },
        Cheat("noise", "shows noise", floor: true) { NoiseWorld(seed: $0) },
        Cheat("re-seeded", "is another world under the same actions", floor: true) { _ in ReseededWorld() },
        Cheat("shuffled-actions", "goes where other actions lead", floor: true) { ShuffledWorld(seed: $0) },
        Cheat("half-speed", "moves at half the speed") { _ in RemappedWorld.halfSpeed },
        Cheat("mirrored", "turns and strafes the other way") { _ in RemappedWorld.mirrored },
        Cheat("texture-swim", "lets textures swim over its surfaces") { _ in TextureSwimWorld() },
        Cheat("blur", "is washed out") { _ in BlurredWorld(radius: 8) },
        Cheat("no-memory", "makes up anew whatever comes back into view") { _ in NoMemoryWorld() },
        Cheat("vanishing", "loses for good what gets out of sight") { _ in VanishingWorld() },
        Cheat("idle", "ignores what is used") { _ in RemappedWorld.idle },
        Cheat("superstitious", "lets things happen by themselves") { _ in RemappedWorld.superstitious },
        Cheat("leaky-effect", "changes everywhere when something is used") { _ in LeakyEffectWorld() },
        Cheat("reverting-effect", "undoes what was done after half a second") { _ in RevertingWorld() },
        Cheat("wrong-direction", "pushes things the opposite way") { _ in WrongDirectionWorld() },
    ]

    public init(
        _ name: String, _ about: String, floor: Bool = false, make: @escaping @Sendable (UInt64) -> any World
    ) {
        (self.name, self.about, setsFloor, self.make) = (name, about, floor, make)
    }

    public static var floors: [Cheat] { all.filter(\.setsFloor) }

    public static func named(_ name: String) -> Cheat? { all.first { $0.name == name } }
}
