/// The kinds of things that scenes are made of.
enum ThingKind: String, CaseIterable, Sendable {
    case ball, cube, box, crate, barrel, block, pedestal, slab, pillar, post, tree, bush, vase, ramp, tunnel, dog
    case person, burger, canvas, lamp, candle, door, gate, drawer, cup, train, button, lever, fuse, domino
    // These words of a script make several things of another kind.
    case tower, cups, dominoes, passers

    /// Whether gravity, pushes and blows move it.
    var isBody: Bool {
        switch self {
        case .ball, .cube, .box, .crate, .barrel: true
        default: false
        }
    }

    var isCreature: Bool { self == .dog || self == .person }

    /// Whether a press on it acts on another thing.
    var isTrigger: Bool { self == .button || self == .lever || self == .fuse }

    /// Whether the player and bodies stop at it.
    var isSolid: Bool {
        switch self {
        case .burger, .bush, .fuse, .dog, .person: false
        default: true
        }
    }

    /// Whether `use` does something to it.
    var isUsable: Bool {
        switch self {
        case .pedestal, .slab, .pillar, .post, .tree, .bush, .vase, .ramp, .tunnel, .gate, .train: false
        default: true
        }
    }

    /// The word of captions; nil for what they leave out.
    var noun: String? {
        switch self {
        case .cube, .box, .crate, .barrel, .cup, .drawer: "box"
        case .block, .domino: "block"
        case .tree, .bush: "tree"
        case .lamp, .candle: "lamp"
        case .button, .lever, .fuse: "lever"
        case .ball, .dog, .person, .burger, .canvas, .door: rawValue
        default: nil
        }
    }

    /// What a script may say of it besides `ThingKind.commonProperties`.
    var properties: [String] {
        switch self {
        case .box: ["lid"]
        case .dog, .person: ["roam"]
        case .passers: ["cover", "when", "from_side", "speed"]
        case .canvas: ["paint"]
        case .lamp: ["lit"]
        case .candle: ["lit", "burn"]
        case .door, .drawer: ["open"]
        case .cups: ["swaps", "swap_frames"]
        case .train: ["speed"]
        case .tunnel: ["exits"]
        case .button, .lever, .fuse: ["target", "delay"]
        default: []
        }
    }

    static let commonProperties = [
        "at", "on", "inside", "under", "room", "color", "colour", "coat", "size", "facing", "n", "gap", "state",
        "portable", "throw", "held", "release", "velocity", "mass", "bounce", "walk", "from", "until", "path", "loop",
        "needs",
    ]
}
