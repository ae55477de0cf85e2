/// One object: an identity, a position, a state, and what moves it.
struct Thing: Sendable {
    enum Wandering {
        case none
        /// Here and there, with pauses.
        case roams
        /// To and fro, without pauses.
        case paces
    }

    var kind: ThingKind
    /// Instance id, from 2; decoration shares 1 with ground and walls.
    var id: UInt16 = 0
    /// What the script calls it, e.g. "ball", "tower.2"; empty for what no script names.
    var name: String
    /// Centre of its bounds, metres.
    var position: SIMD3<Float>
    /// Half extents of its bounds, metres; the radius of a ball in every component.
    var half: SIMD3<Float>
    var color: SIMD3<Float>
    var colorName = ""
    /// Metres a second.
    var velocity = SIMD3<Float>(0, 0, 0)
    /// Bites, strokes, presses; open, lit, on, lifted, fallen = 1; what is left of a candle.
    var state: Float = 0
    /// Radians from +z towards +x: where it faces.
    var heading: Float = 0
    /// Kilograms.
    var mass: Float = 1
    /// Speed after a bounce over the speed before.
    var bounce: Float = 0.6
    /// What `use` gives 1 kg, metres a second, level and upwards; nil: as much as its kind gets.
    var kick: (level: Float, up: Float)?

    // What moves it.
    var motion: ScriptedMotion?
    /// Hangs where it is.
    var isHeld = false
    /// The frame that lets it go.
    var release: Int?
    /// What a release gives it, metres a second.
    var launch = SIMD3<Float>(0, 0, 0)
    /// How a creature walks by itself.
    var wandering = Wandering.none
    /// Frames a creature goes on with what it does, and where it heads meanwhile.
    var timer = 0
    var goal: Float = 0
    var isWalking = false

    // What it does.
    /// How far a door, lid, drawer, gate, cup, button or domino has come towards its state; how far a spark; the gait
    /// of a creature in radians.
    var progress: Float = 0
    var target: UInt16 = 0
    /// Frames from the press to its effect.
    var delay = 0
    /// The frame when the effect is due.
    var due: Int?
    /// Whether a button, lever or fuse has had its effect.
    var hasFired = false
    /// Whether it acts only when everything that targets it has been used.
    var needsAll = false
    var isLit = false
    /// Frames a whole candle burns.
    var burn: Float = 240
    /// The colour of all strokes of a canvas.
    var paint: SIMD3<Float>?
    /// Whether a box is a chest.
    var hasLid = false
    var exits = 3

    // The hand and containers.
    var isPortable = false
    /// How fast the hand throws it, metres a second.
    var throwSpeed: Float?
    /// The box, drawer or cup that it lies in; 0 is none.
    var container: UInt16 = 0
    /// Where it stands there: from the middle of the container's floor to the middle of its own underside.
    var offset = SIMD3<Float>(0, 0, 0)

    // Dominoes: which way it falls, and where and how large it was upright.
    var fallWay = SIMD2<Float>(0, 0)
    var upright = SIMD3<Float>(0, 0, 0)
    var foot = SIMD3<Float>(0, 0, 0)
    /// How far it falls, 1 is flat.
    var fallLimit: Float = 1
    /// Whether it is one of a row along x.
    var isInRow = false

    // Contacts.
    var touched = -100
    var bounced = -100
    /// What moved it last, as a cause.
    var movedBy = "gravity"
    var wasSupported = true
    /// The height from which it falls, metres.
    var fallsFrom: Float = 0

    init(kind: ThingKind, name: String, position: SIMD3<Float>, half: SIMD3<Float>, color: SIMD3<Float>) {
        (self.kind, self.name, self.position, self.half, self.color) = (kind, name, position, half, color)
    }

    var lowest: SIMD3<Float> { position - half }
    var highest: SIMD3<Float> { position + half }
    var footing: SIMD3<Float> { SIMD3(position.x, position.y - half.y, position.z) }

    /// Elsewhere; what its script does with it happens as far off, in metres.
    mutating func move(by offset: SIMD3<Float>) {
        position += offset
        foot += offset
        motion = motion?.moved(by: offset)
    }

    /// Whether things can be put into it now.
    var isOpenContainer: Bool { (kind == .box && hasLid || kind == .drawer) && state > 0 }

    /// Whether `use` pushes it.
    var isPushed: Bool { kind.isBody && !(kind == .box && hasLid) }
}
