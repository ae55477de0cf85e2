import Worlds

/// Scenes whose things move and act on each other.
extension StagedEpisodes.Plan {
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
