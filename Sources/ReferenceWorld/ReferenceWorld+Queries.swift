import Worlds

/// What scripts and evaluations ask of a world: its things by name and id, and where to look.
extension ReferenceWorld {
    /// The names of the script's things, in order: `tower.1`, `tower.2`, ..., `tower`. Empty in the scene families.
    public var thingNames: [String] { stage.names }

    /// The instance id of a thing of the script; nil when there is none, or it is gone. A name that stands for several
    /// things means the first.
    public func instance(named name: String) -> UInt16? {
        guard !name.isEmpty else { return nil }
        return (stage.things.first { $0.name == name } ?? stage.things.first { $0.name == name + ".1" })?.id
    }

    /// The thing of an instance id.
    func thing(_ id: UInt16) -> Thing? { stage.index(id).map { stage.things[$0] } }

    /// The middle of a thing, metres.
    public func position(of id: UInt16) -> SIMD3<Float>? { thing(id)?.position }

    /// Metres a second.
    public func velocity(of id: UInt16) -> SIMD3<Float>? { thing(id)?.velocity }

    /// Bites, strokes, presses; open, lit, on = 1.
    public func state(of id: UInt16) -> Float? { thing(id)?.state }

    /// The height of a thing's upper side, metres.
    public func height(of id: UInt16) -> Float? { thing(id)?.highest.y }

    /// The height of what carries a thing, metres: the floor, a table, the top of another thing.
    public func footing(of id: UInt16) -> Float? {
        guard let thing = thing(id) else { return nil }
        let (x, z, under) = (thing.position.x, thing.position.z, thing.lowest.y + 0.06)
        return stage.floorHeight(x, z, under: under, radius: 0.01, except: id)
    }

    /// The thing that the crosshair meets within reach, and its distance in metres.
    public var aimed: (id: UInt16, distance: Float)? {
        stage.aimed.map { (stage.things[$0.index].id, $0.distance) }
    }

    /// Where to look in order to use a thing, or to push it along the level direction (x, z).
    public func aimPoint(of id: UInt16, pushing: SIMD2<Float>? = nil) -> SIMD3<Float>? {
        stage.index(id).map { stage.aimPoint($0, pushing: pushing) }
    }

    /// The yaw and pitch under which a point appears from the eye, radians, and its distance, metres.
    public func bearing(to point: SIMD3<Float>) -> (yaw: Float, pitch: Float, distance: Float) {
        let way = point - stage.eye
        let level = (way.x * way.x + way.z * way.z).squareRoot()
        return (
            Trigonometry.heading(way.x, way.z), Trigonometry.heading(way.y, level),
            (level * level + way.y * way.y).squareRoot()
        )
    }

    /// Whether neither wall nor other thing stands between the eye and the middle of a thing.
    public func hasSight(of id: UInt16) -> Bool { stage.index(id).map(stage.hasSight) ?? false }

    /// Picture and truth from the present pose, without a step.
    public func observation() -> Observation {
        var other = self
        return other.observe()
    }
}
