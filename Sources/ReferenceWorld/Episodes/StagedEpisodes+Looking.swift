import Worlds

/// Scenes to look about in and to push, hide and change things.
extension StagedEpisodes.Plan {
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
}
