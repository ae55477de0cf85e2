/// The shapes and decals of one frame.
struct ShapeList: Sendable {
    private(set) var shapes: ContiguousArray<Shape> = []
    private(set) var decals: ContiguousArray<Decal> = []
    // Where the shapes being added belong.
    private var id: UInt16 = 1
    private var origin = SIMD3<Float>(0, 0, 0)
    private var sine: Float = 0
    private var cosine: Float = 1

    /// Collects what `stage` shows.
    mutating func collect(_ stage: Stage) {
        shapes.removeAll(keepingCapacity: true)
        decals.removeAll(keepingCapacity: true)
        begin(id: 1, origin: SIMD3(0, 0, 0), heading: 0)
        for wall in stage.scene.walls {
            add(
                .box, at: (wall.lowest + wall.highest) * 0.5, (wall.highest - wall.lowest) * 0.5, wall.color,
                accent: wall.accent, texture: wall.texture)
        }
        for hill in stage.scene.hills { add(.ellipsoid, at: hill.center, hill.half, hill.color) }
        for thing in stage.decoration { add(thing, on: stage) }
        for thing in stage.things { add(thing, on: stage) }
    }

    /// Places the following shapes relative to `origin`, turned by `heading`.
    mutating func begin(id: UInt16, origin: SIMD3<Float>, heading: Float) {
        (self.id, self.origin) = (id, origin)
        (sine, cosine) = heading == 0 ? (0, 1) : Trigonometry.sineCosine(heading)
    }

    mutating func add(
        _ form: Shape.Form, at offset: SIMD3<Float>, _ half: SIMD3<Float>, _ color: SIMD3<Float>,
        accent: SIMD3<Float> = SIMD3(0, 0, 0), texture: Wall.Texture = .plain, glows: Bool = false
    ) {
        let center = SIMD3(
            origin.x + offset.x * cosine + offset.z * sine, origin.y + offset.y,
            origin.z - offset.x * sine + offset.z * cosine)
        shapes.append(
            Shape(
                form: form, texture: texture, glows: glows, id: id, center: center, half: half, sine: sine,
                cosine: cosine, color: color, accent: accent))
    }

    /// Makes the last shape lean over by `angle`, radians, about the line through its middle.
    mutating func lean(by angle: Float) {
        let (s, c) = Trigonometry.sineCosine(angle)
        shapes[shapes.count - 1].form = .leaning
        (shapes[shapes.count - 1].tiltSine, shapes[shapes.count - 1].tiltCosine) = (s, c)
    }

    /// A shadow of an upright thing at `place`, whose underside is at `height`.
    mutating func shadow(at place: SIMD3<Float>, height: Float, radius: Float) {
        guard height < 2 else { return }
        decals.append(
            Decal(
                x: place.x, z: place.z, radius: radius, strength: 0.45 * (1 - max(0, height) / 2),
                color: SIMD3(0.08, 0.10, 0.14)))
    }

    /// The light of a lamp on the ground.
    mutating func glow(at place: SIMD3<Float>, radius: Float, strength: Float = 0.55) {
        decals.append(
            Decal(x: place.x, z: place.z, radius: radius, strength: strength, color: SIMD3(1, 0.93, 0.62)))
    }
}
