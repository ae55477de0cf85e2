/// The things of the scene families, each standing at a point of the ground or of what carries it; metres and radians.
extension Thing {
    typealias Tone = (name: String, color: SIMD3<Float>)

    private init(
        _ kind: ThingKind, at foot: SIMD3<Float>, _ half: SIMD3<Float>, _ color: SIMD3<Float>, heading: Float = 0,
        state: Float = 0, colorName: String = ""
    ) {
        self.init(kind: kind, name: "", position: foot + SIMD3(0, half.y, 0), half: half, color: color)
        (self.heading, goal, self.state, self.colorName) = (heading, heading, state, colorName)
    }

    static func ball(at foot: SIMD3<Float>, radius: Float, _ tone: Tone) -> Thing {
        var ball = Thing(.ball, at: foot, SIMD3(repeating: radius), tone.color, colorName: tone.name)
        ball.kick = (4.5, 2)
        return ball
    }

    static func box(at foot: SIMD3<Float>, size: Float, _ tone: Tone) -> Thing {
        var box = Thing(.box, at: foot, SIMD3(repeating: size), tone.color, colorName: tone.name)
        box.kick = (3.1, 0)
        return box
    }

    static func block(at foot: SIMD3<Float>, _ half: SIMD3<Float>, _ tone: Tone) -> Thing {
        Thing(.block, at: foot, half, tone.color, colorName: tone.name)
    }

    /// A pine, or a tree with a round crown.
    static func tree(at foot: SIMD3<Float>, height: Float, pine: Bool) -> Thing {
        let tone: SIMD3<Float> = pine ? SIMD3(0.14, 0.45, 0.34) : SIMD3(0.28, 0.62, 0.24)
        return Thing(.tree, at: foot, SIMD3(0.22, height / 2, 0.22), tone, state: pine ? 1 : 0)
    }

    static func dog(at foot: SIMD3<Float>, heading: Float, _ coat: Tone) -> Thing {
        var dog = Thing(.dog, at: foot, SIMD3(0.3, 0.35, 0.3), coat.color, heading: heading, colorName: coat.name)
        dog.wandering = .roams
        return dog
    }

    static func person(at foot: SIMD3<Float>, heading: Float, _ tone: Tone) -> Thing {
        var person = Thing(
            .person, at: foot, SIMD3(0.26, 0.85, 0.26), tone.color, heading: heading, colorName: tone.name)
        (person.wandering, person.isWalking) = (.paces, true)
        return person
    }

    static func pedestal(at foot: SIMD3<Float>) -> Thing {
        Thing(.pedestal, at: foot, SIMD3(0.5, 0.4, 0.5), Palette.stone)
    }

    static func burger(at foot: SIMD3<Float>) -> Thing {
        Thing(.burger, at: foot, SIMD3(0.38, 0.3, 0.38), SIMD3(0.90, 0.62, 0.26))
    }

    static func canvas(at foot: SIMD3<Float>, heading: Float) -> Thing {
        Thing(.canvas, at: foot, SIMD3(0.4, 0.85, 0.4), Palette.cream, heading: heading)
    }

    static func lamp(at foot: SIMD3<Float>, lit: Bool) -> Thing {
        Thing(.lamp, at: foot, SIMD3(0.28, 1, 0.28), SIMD3(1, 0.9, 0.5), state: lit ? 1 : 0)
    }

    static func lever(at foot: SIMD3<Float>, target: UInt16, state: Float) -> Thing {
        var lever = Thing(.lever, at: foot, SIMD3(0.22, 0.5, 0.22), Palette.iron, state: state)
        lever.target = target
        return lever
    }

    /// A door that fills a doorway 1.5 m wide; `heading` is where its face looks.
    static func door(at foot: SIMD3<Float>, heading: Float, open: Bool) -> Thing {
        let alongX = abs(Trigonometry.cosine(heading)) > 0.5
        var door = Thing(
            .door, at: foot, alongX ? SIMD3(0.75, 1.05, 0.06) : SIMD3(0.06, 1.05, 0.75), SIMD3(0.60, 0.34, 0.18),
            heading: heading, state: open ? 1 : 0)
        door.progress = open ? 1 : 0
        return door
    }
}
