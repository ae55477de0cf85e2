import Worlds

/// Random staged scenes with a player for each, for training. What the held-out scenarios are about never occurs: two
/// equal rooms, a bent corridor, platforms with a gap, tunnels, dominoes, five of a kind, throwing, carrying a chest,
/// effects with two causes, placed blocks.
public enum StagedEpisodes {
    /// The scene, whose start has the world seed `seed`, and who plays in it.
    public static func episode(seed: UInt64) -> (description: SceneDescription, player: StagedPlayer) {
        var random = RandomSource(seed: seed, stream: 0x57AED)
        var plan = Plan(random: random)
        switch random.below(14) {
        case 0, 1: plan.wandering()
        case 2: plan.pushing()
        case 3: plan.occlusion()
        case 4: plan.crowd()
        case 5: plan.states()
        case 6: plan.containment()
        case 7: plan.cups()
        case 8: plan.mechanism()
        case 9: plan.falling()
        case 10: plan.tower()
        case 11: plan.moving()
        case 12: plan.circling()
        default: plan.walking()
        }
        let habits: [Policy.Kind] = [.wander, .wander, .lookAround, .circle, .outAndBack]
        let description = SceneDescription(template: plan.template, clutter: plan.clutter, objects: plan.objects)
        let player = StagedPlayer(
            tasks: plan.tasks, usable: plan.usable, habit: random.pick(habits), seed: seed)
        return (description, player)
    }

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

        mutating func add(_ id: String, _ kind: String? = nil, _ properties: [String: ScenarioValue] = [:]) {
            objects.append(ObjectDescription(id: id, kind: kind, properties: properties))
        }

        /// Metres from the middle of the stage.
        mutating func place(_ x: ClosedRange<Float>, _ z: ClosedRange<Float>, y: Float = 0) -> ScenarioValue {
            .numbers([
                Double(random.uniform(x.lowerBound, x.upperBound)), Double(y),
                Double(random.uniform(z.lowerBound, z.upperBound)),
            ])
        }

        mutating func color() -> ScenarioValue { .word(random.pick(Palette.named).name) }

        mutating func number(_ low: Float, _ high: Float) -> ScenarioValue {
            .number(Double(random.uniform(low, high)))
        }

        mutating func frame(_ low: Int, _ high: Int) -> ScenarioValue {
            .number(Double(low + random.below(high - low + 1)))
        }

        mutating func wait(_ low: Int, _ high: Int) {
            tasks.append(.hold(.none(), frames: low + random.below(high - low + 1)))
        }

        mutating func lookAway() { tasks += StagedPlayer.lookAway(&random) }

        mutating func side() -> Float { random.uniform(-0.75, 0.75) }

        mutating func wandering() {
            template = random.pick(Self.open + ["table", "stairs"])
            clutter = 3 + random.below(10)
            for k in 0..<1 + random.below(4) {
                let kind = random.pick(["ball", "cube", "crate", "lamp", "dog", "person", "burger", "pillar", "slab"])
                var properties = ["color": color(), "at": place(-1.2...1.2, -0.3...2)]
                if kind == "dog" { properties["color"] = .word(random.pick(["brown", "white", "black"])) }
                if kind == "dog" || kind == "person" { properties["roam"] = .word("yes") }
                if kind == "burger" { properties["color"] = nil }
                add("\(kind)\(k)", kind, properties)
                if !["pillar", "slab"].contains(kind) { usable.append("\(kind)\(k)") }
            }
            tasks = [.wander(frames: 30 + random.below(60))]
        }

        mutating func pushing() {
            template = random.pick(["table", "table", "room", "plaza"])
            clutter = random.below(5)
            let wide: Float = template == "table" ? 0.45 : 0.9
            for k in 0..<1 + random.below(3) {
                let kind = random.pick(["ball", "ball", "cube", "barrel"])
                let x = (Float(k) - 1) * wide
                add(
                    "\(kind)\(k)", kind,
                    ["color": color(), "at": place(x - 0.08...x + 0.08, -0.3...0.3), "mass": number(0.7, 3)])
                usable.append("\(kind)\(k)")
            }
            wait(4, 10)
            for _ in 0..<2 {
                tasks.append(.use(random.pick(usable), side: side()))
                wait(15, 30)
            }
        }

        mutating func occlusion() {
            template = random.pick(["room", "plaza", "meadow"])
            clutter = random.below(5)
            add("slab", nil, ["color": color(), "at": place(-0.3...0.3, -0.1...0.1), "size": .numbers([1.4, 1.2])])
            let way: Float = random.chance(0.5) ? 1 : -1
            let (z, frames) = (Double(random.uniform(0.6, 1.2)), Double(40 + random.below(50)))
            let kind = random.pick(["ball", "ball", "cube", "dog"])
            add(
                "mover", kind,
                [
                    "color": kind == "dog" ? .word("brown") : color(), "loop": .word(random.chance(0.5) ? "yes" : "no"),
                    "path": .numbers([
                        6, Double(-2 * way), 0, z, 6 + frames, Double(2 * way), 0, z, 6 + frames * 2, Double(-2 * way),
                        0,
                        z,
                    ]),
                ])
            wait(40, 90)
            if random.chance(0.5) { lookAway() }
        }

        mutating func crowd() {
            template = "street"
            clutter = random.below(5)
            add(
                "dog", nil,
                [
                    "color": .word(random.pick(["brown", "white", "black"])), "at": place(-1.5...0.5, -0.5...0.5),
                    "walk": .numbers([random.chance(0.5) ? Double(random.uniform(0.02, 0.08)) : 0, 0, 0]),
                ])
            add(
                "crowd", "passers",
                [
                    "n": frame(2, 4), "when": frame(20, 40), "cover": .word("dog"),
                    "from_side": .word(random.chance(0.5) ? "left" : "right"),
                ])
            wait(50, 80)
        }

        mutating func states() {
            clutter = random.below(5)
            let kind = random.pick(["burger", "canvas", "lamp", "candle", "door", "block", "drawer", "burger"])
            let fitsOnTable = ["burger", "lamp", "candle"].contains(kind)
            template = random.pick(fitsOnTable ? ["table", "table", "room"] : ["room", "plaza"])
            add("it", kind, ["at": .word("middle")])
            if random.chance(0.5) { add("cube", nil, ["color": color(), "at": .word("left")]) }
            usable = ["it"]
            for _ in 0..<1 + random.below(3) {
                tasks.append(.use("it", side: 0))
                wait(6, 16)
            }
            lookAway()
        }

        mutating func containment() {
            template = random.pick(["table", "room"])
            if random.chance(0.4) {
                template = "room"
                add("box", "drawer", ["at": .word("middle"), "open": .word(random.chance(0.5) ? "yes" : "no")])
            } else {
                add("box", nil, ["at": .word("middle"), "lid": .word(random.chance(0.6) ? "open" : "closed")])
            }
            if random.chance(0.5), objects[0].kind == "box", objects[0].properties["lid"] == .word("open") {
                add("ball", nil, ["at": .word("hand"), "color": color(), "size": .number(0.19)])
                wait(4, 8)
            } else {
                add("ball", nil, ["inside": .word("box"), "color": color()])
            }
            add("cube", nil, ["color": color(), "at": .word(random.chance(0.5) ? "left" : "right")])
            usable = ["box", "cube"]
            for _ in 0..<3 {
                tasks.append(.use("box", side: 0))
                wait(12, 20)
            }
            lookAway()
            tasks.append(.use("box", side: 0))
        }

        mutating func cups() {
            template = "table"
            let n = 2 + random.below(2)
            var swaps: [Double] = []
            for k in 0..<1 + random.below(3) {
                let first = 1 + random.below(n)
                swaps += [Double(30 + 22 * k), Double(first), Double(first == n ? 1 : first + 1)]
            }
            let color = color()
            add(
                "cups", nil,
                ["n": .number(Double(n)), "at": .word("middle"), "color": color, "swaps": .numbers(swaps)])
            let hider = "cups.\(1 + random.below(n))"
            add("ball", nil, ["under": .word(hider), "color": self.color()])
            usable = (1...n).map { "cups.\($0)" }
            wait(6, 8)
            for _ in 0..<2 { tasks += [.use(hider, side: 0), .hold(.none(), frames: 10)] }
            tasks.append(.hold(.none(), frames: 80))
            tasks.append(.use(hider, side: 0))
        }

        mutating func mechanism() {
            template = random.pick(["room", "plaza", "doorway"])
            let (trigger, target) = (
                random.pick(["button", "lever", "fuse"]),
                random.pick(["door", "lamp", "gate", "barrel", "ball", "cube"])
            )
            add("target", target, ["at": place(-0.4...0.4, 0.8...1.3)])
            var properties = ["at": place(0.5...1, -0.6...0), "target": .word("target"), "color": color()]
            if random.chance(0.5) { properties["delay"] = frame(4, 40) }
            add("trigger", trigger, properties)
            if random.chance(0.4) { add("other", "button", ["at": place(-1...(-0.6), -0.6...0)]) }
            usable = objects.count > 2 ? ["trigger", "other"] : ["trigger"]
            wait(4, 12)
            tasks.append(.use(random.pick(usable), side: 0))
            wait(30, 50)
            if random.chance(0.5) { lookAway() }
        }

        mutating func falling() {
            template = random.pick(["room", "plaza", "table", "meadow"])
            clutter = random.below(4)
            if random.chance(0.35) {
                add("ramp", nil, ["color": color(), "facing": .word(random.chance(0.5) ? "left" : "right")])
                add("ball", nil, ["on": .word("ramp"), "color": color(), "release": frame(6, 30)])
            } else {
                for k in 0..<1 + random.below(2) {
                    add(
                        "ball\(k)", random.chance(0.75) ? "ball" : "cube",
                        [
                            "color": color(),
                            "at": place(Float(k) - 0.6...Float(k) - 0.2, -0.3...0.3, y: random.uniform(0.6, 1.5)),
                            "release": frame(4, 30), "bounce": number(0.4, 0.85),
                        ])
                }
            }
            wait(50, 80)
        }

        mutating func tower() {
            template = random.pick(["room", "plaza", "table"])
            clutter = random.below(4)
            let near: Double = template == "table" ? 0.5 : 1
            add("tower", nil, ["n": frame(2, 4), "at": .numbers([0, 0, 0.4 * near])])
            add("ball", nil, ["color": color(), "at": .numbers([0, 0, -0.6 * near]), "mass": number(0.7, 3)])
            usable = ["ball", "tower.1", "tower.2"]
            wait(4, 10)
            tasks.append(.use(random.chance(0.6) ? "ball" : random.pick(usable), side: random.uniform(-0.2, 0.2)))
            wait(30, 50)
        }

        mutating func moving() {
            template = random.pick(["room", "plaza", "meadow", "street"])
            clutter = random.below(5)
            let kind = random.pick(["train", "dog", "person", "ball", "crate"])
            let speed = Double(random.uniform(0.02, 0.07)) * (random.chance(0.5) ? 1 : -1)
            if kind == "train" {
                add("mover", kind, ["n": frame(2, 4), "speed": .number(speed)])
            } else {
                add(
                    "mover", kind,
                    ["walk": .numbers([speed, 0, 0]), "until": .number(60), "at": place(-0.5...0.5, 0...1)])
            }
            wait(6, 20)
            lookAway()
            wait(10, 30)
            lookAway()
        }

        mutating func circling() {
            template = random.pick(["pillar_hall", "room", "plaza"])
            clutter = template == "pillar_hall" ? 0 : random.below(3)
            let kind = random.pick(["pillar", "crate", "burger", "dog", "canvas", "tower", "barrel"])
            add("it", kind, ["at": .word("middle")])
            tasks = [.orbit("it", side: random.chance(0.5) ? 1 : -1, frames: 60 + random.below(100))]
        }

        mutating func walking() {
            template = random.pick(["corridor", "corridor", "stairs", "doorway", "pillar_hall"])
            clutter = 2 + random.below(6)
            add("cube", nil, ["color": color(), "at": .word("far_left")])
            var ahead = Action.none()
            ahead[.forward] = 1
            var turn = Action.none()
            turn[.turn] = random.chance(0.5) ? 1 : -1
            let frames = 10 + random.below(40)
            var back = Action.none()
            back[.back] = 1
            let returns = random.chance(0.5)
            tasks = [.hold(ahead, frames: frames), .hold(returns ? turn : .none(), frames: 30)]
            tasks += [.hold(returns ? ahead : back, frames: frames), .hold(.none(), frames: 6)]
        }
    }
}
