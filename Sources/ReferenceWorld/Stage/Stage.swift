import Worlds

/// A scene in motion: its things, the player among them, and what happens. A value.
struct Stage: Sendable {
    /// Walls, ground, hills, daylight.
    var scene: Scene
    var things: [Thing] = []
    /// Trees and pillars of the template, which nobody acts on.
    var decoration: [Thing] = []
    /// Names that the script uses, in order; none in the scene families.
    var names: [String] = []
    var pose = Truth.Pose(x: 0, y: ReferenceWorld.eyeHeight, z: 0, yaw: 0, pitch: ReferenceWorld.stagePitch)
    var fallSpeed: Float = 0
    /// Metres that the player moved in this frame.
    var stride = SIMD2<Float>(0, 0)
    var frame = 0
    var events: [Truth.Event] = []
    /// Id of the thing in the hand; 0 is none.
    var hand: UInt16 = 0
    /// Changes of places of cups that are to come: frame, and which two from the left.
    var swaps: [(frame: Int, first: Int, second: Int)] = []
    var swapFrames = 14
    /// When passers hide a thing, and the first of them.
    var passes: [(frame: Int, id: UInt16)] = []
    var random: RandomSource
    /// Everything that stops bodies, as of this frame.
    var solids: [SolidBox] = []
    private var used = false
    private var nextID: UInt16 = 2

    /// Seconds a frame.
    static let tick = ReferenceWorld.tick
    static let bodyRadius = ReferenceWorld.bodyRadius

    init(scene: Scene, seed: UInt64) {
        self.scene = scene
        random = RandomSource(seed: seed, stream: 0x57A6E)
    }

    /// An id never used before; nil after 65,000 things.
    mutating func freshID() -> UInt16? {
        guard nextID < .max else { return nil }
        nextID += 1
        return nextID - 1
    }

    /// Adds a thing under a fresh id, and says which; 0 after 65,000 things, when there is no more.
    @discardableResult
    mutating func add(_ thing: Thing) -> UInt16 {
        guard let id = freshID() else { return 0 }
        var thing = thing
        thing.id = id
        things.append(thing)
        return id
    }

    func index(_ id: UInt16) -> Int? { id < 2 ? nil : things.firstIndex { $0.id == id } }

    /// One frame.
    mutating func step(_ action: Action) {
        frame += 1
        events.removeAll(keepingCapacity: true)
        moveScripted()
        gatherSolids()
        movePlayer(action)
        let use = action[.use] > 0.5
        if use && !used { useWhatIsAhead() }
        used = use
        runTimers()
        for i in things.indices { animate(i) }
        gatherSolids()
        moveBodies()
        carry()
    }

    mutating func report(_ kind: String, _ id: UInt16, cause: String) {
        events.append(.init(frame: frame, kind: kind, object: id, cause: cause))
    }

    /// Reports a contact unless it goes on from the last few frames.
    mutating func reportContact(_ kind: String, _ i: Int, cause: String) {
        if frame - things[i].touched > 6 { report(kind, things[i].id, cause: cause) }
        things[i].touched = frame
        things[i].movedBy = cause
    }

    /// Brings what follows from the things' positions up to date.
    mutating func arrange() {
        gatherSolids()
        carry()
    }

    /// Removes a thing; what lay in it stays where it is.
    mutating func remove(_ id: UInt16) {
        for i in things.indices where things[i].container == id { things[i].container = 0 }
        if hand == id { hand = 0 }
        things.removeAll { $0.id == id }
    }

    /// The state of every thing.
    var objects: [Truth.ObjectState] {
        things.map {
            Truth.ObjectState(
                id: $0.id, kind: $0.kind.rawValue, position: $0.position, velocity: $0.velocity, state: $0.state)
        }
    }
}
