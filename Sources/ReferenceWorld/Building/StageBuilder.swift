import Tensors
import Worlds

/// Builds a stage from its description: the template, then the objects in order, then clutter.
struct StageBuilder {
    var stage: Stage
    let layout: StageLayout
    let template: StageTemplate
    /// Chooses what the description leaves open.
    var random: RandomSource
    /// Colours for objects whose script names none, in turn.
    private var colors: [(name: String, color: SIMD3<Float>)]
    private var nextColor = 0

    static let objectLimit = 48
    static let clutterLimit = 40

    init(_ description: SceneDescription, seed: UInt64) throws {
        guard let template = StageTemplate(rawValue: description.template) else {
            throw FileError(
                "There is no template '\(description.template)'"
                    + NearestWord.hint(description.template, among: StageTemplate.allCases.map(\.rawValue)))
        }
        guard description.objects.count <= Self.objectLimit, (0...Self.clutterLimit).contains(description.clutter)
        else {
            throw FileError(
                "A scene has at most \(Self.objectLimit) objects and a clutter from 0 to \(Self.clutterLimit).")
        }
        self.template = template
        random = RandomSource(seed: seed, stream: 0x57A6ED)
        var scene = Scene(daylight: Daylight.all[random.chance(0.6) ? 0 : 1 + random.below(2)])
        var decoration: [Thing] = []
        colors = Palette.named
        random.shuffle(&colors)
        layout = Self.furnish(&scene, &decoration, template, &random)
        scene.ground.finish(tint: scene.daylight.tint)
        scene.reach = max(
            max(abs(layout.x.lowerBound), layout.x.upperBound), max(abs(layout.z.lowerBound), layout.z.upperBound))
        stage = Stage(scene: scene, seed: seed)
        stage.decoration = decoration
        stage.gatherSolids()
        let lined = description.objects.filter(Self.isLinedUp)
        var place = 0
        for object in description.objects {
            if stage.names.contains(object.id) { throw FileError("The object '\(object.id)' is there twice.") }
            var slot = SIMD3<Float>(0, 0, 0)
            if Self.isLinedUp(object) {
                slot.x = (Float(place) - Float(lined.count - 1) / 2) * 1
                place += 1
            }
            try add(ObjectReader(object), slot: slot)
        }
        try resolve(description)
        addClutter(description.clutter)
        stage.arrange()
    }

    /// Whether an object takes a place in the row of those that say nothing of their place.
    private static func isLinedUp(_ object: ObjectDescription) -> Bool {
        !["at", "on", "inside", "under", "path"].contains { object.properties[$0] != nil }
            && !["passers", "train", "tower.", "tunnel"].contains(object.kind)
    }

    /// The colour of an object: by the script's word, else by the seed.
    mutating func color(_ reader: ObjectReader, _ fallback: (name: String, color: SIMD3<Float>)? = nil) throws -> (
        name: String, color: SIMD3<Float>
    ) {
        for key in ["color", "colour", "coat"] {
            guard let word = try reader.word(key, among: Palette.words.map(\.name)) else { continue }
            if reader.kind == .dog, word == "brown" { return ("brown", Palette.brownCoat) }
            if let named = Palette.words.first(where: { $0.name == word }) { return named }
        }
        if let fallback { return fallback }
        nextColor += 1
        return colors[(nextColor - 1) % colors.count]
    }

    /// Adds a thing under a fresh id.
    mutating func append(_ thing: Thing) throws {
        guard let id = stage.freshID() else { throw FileError("A scene cannot have so many things.") }
        var thing = thing
        thing.id = id
        stage.things.append(thing)
        stage.names.append(thing.name)
        stage.gatherSolids()
    }

    func named(_ name: String, _ reader: ObjectReader, _ key: String) throws -> Int {
        if let i = stage.things.firstIndex(where: { $0.name == name }) { return i }
        throw reader.error(
            "names no object before it by '\(key)': '\(name)'"
                + NearestWord.hint(name, among: stage.things.map(\.name)))
    }

    /// Targets and covers, which may come later in the script than what names them.
    private mutating func resolve(_ description: SceneDescription) throws {
        for object in description.objects {
            let reader = try ObjectReader(object)
            guard reader.kind.isTrigger, let name = try reader.word("target") else { continue }
            guard let target = stage.things.first(where: { $0.name == name }) else {
                throw reader.error(
                    "has an unknown 'target': '\(name)'" + NearestWord.hint(name, among: stage.things.map(\.name)))
            }
            for i in stage.things.indices where stage.things[i].name == object.id {
                stage.things[i].target = target.id
            }
        }
        try addPassers(description)
    }
}
