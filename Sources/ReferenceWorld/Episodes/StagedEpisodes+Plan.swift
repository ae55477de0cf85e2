import Worlds

extension StagedEpisodes {
    /// A scene in the making.
    struct Plan {
        var random: RandomSource
        var template = "room"
        var clutter = 0
        var objects: [ObjectDescription] = []
        var tasks: [StagedPlayer.Task] = []
        var usable: [String] = []

        static let open = ["room", "corridor", "street", "meadow", "plaza", "pillar_hall", "doorway"]

        init(random: RandomSource) {
            self.random = random
            _ = self.random.next()
        }

        mutating func add(_ id: String, _ kind: String? = nil, _ properties: [String: PropertyValue] = [:]) {
            objects.append(ObjectDescription(id: id, kind: kind, properties: properties))
        }

        /// Metres from the middle of the stage.
        mutating func place(_ x: ClosedRange<Float>, _ z: ClosedRange<Float>, y: Float = 0) -> PropertyValue {
            .numbers([
                Double(random.uniform(x.lowerBound, x.upperBound)), Double(y),
                Double(random.uniform(z.lowerBound, z.upperBound)),
            ])
        }

        mutating func color() -> PropertyValue { .word(random.pick(Palette.named).name) }

        mutating func number(_ low: Float, _ high: Float) -> PropertyValue {
            .number(Double(random.uniform(low, high)))
        }

        mutating func frame(_ low: Int, _ high: Int) -> PropertyValue {
            .number(Double(low + random.below(high - low + 1)))
        }

        mutating func wait(_ low: Int, _ high: Int) {
            tasks.append(.hold(.none(), frames: low + random.below(high - low + 1)))
        }

        mutating func lookAway() { tasks += StagedPlayer.lookAway(&random) }

        mutating func side() -> Float { random.uniform(-0.75, 0.75) }
    }
}
