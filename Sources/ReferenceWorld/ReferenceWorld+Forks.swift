import Worlds

/// The world as it is but for one thing: what the alternatives of a choice look like. Each returns a fork that differs
/// in that alone; one whose thing is not there is the world itself.
extension ReferenceWorld {
    public func removing(_ id: UInt16) -> ReferenceWorld {
        var other = self
        other.stage.remove(id)
        other.stage.arrange()
        return other
    }

    /// `name` is a colour word; an unknown one changes nothing.
    public func recoloring(_ id: UInt16, _ name: String) -> ReferenceWorld {
        guard let tone = Palette.words.first(where: { $0.name == name }) else { return self }
        let coat = name == "brown" ? Palette.brownCoat : tone.color
        return changing(id) { ($0.color, $0.colorName) = ($0.kind == .dog ? coat : tone.color, name) }
    }

    /// Metres; what its script does with it happens as far off.
    public func displacing(_ id: UInt16, by offset: SIMD3<Float>) -> ReferenceWorld {
        changing(id) {
            $0.move(by: offset)
            // Out of what it lies in.
            $0.container = 0
        }
    }

    /// A second thing of the same kind, state and script, `offset` metres away.
    public func duplicating(_ id: UInt16, by offset: SIMD3<Float>) -> ReferenceWorld {
        guard var twin = thing(id) else { return self }
        var other = self
        (twin.name, twin.container) = ("", 0)
        twin.move(by: offset)
        other.stage.add(twin)
        other.stage.arrange()
        return other
    }

    /// Two things change places: each stands where the other stood.
    public func swapping(_ one: UInt16, _ two: UInt16) -> ReferenceWorld {
        guard let a = thing(one), let b = thing(two) else { return self }
        let way = SIMD3(b.position.x - a.position.x, b.lowest.y - a.lowest.y, b.position.z - a.position.z)
        return displacing(one, by: way).displacing(two, by: -way)
            .changing(one) { ($0.container, $0.offset) = (b.container, b.offset) }
            .changing(two) { ($0.container, $0.offset) = (a.container, a.offset) }
    }

    /// Another state: other bites, strokes; open or closed, lit or dark.
    public func setting(state: Float, of id: UInt16) -> ReferenceWorld {
        changing(id) { thing in
            if thing.kind == .candle {
                let before = max(0.06, thing.state)
                let loss = thing.half.y * (1 - max(0.06, state) / before)
                thing.half.y -= loss
                thing.position.y -= loss
                if state <= 0 { thing.isLit = false }
            } else if thing.kind == .gate {
                thing.position.y -= (min(1, state) - thing.progress) * (thing.half.y * 2 - 0.04)
            } else if thing.kind == .cup {
                thing.position.y += (min(1, state) - thing.progress) * 0.55
            }
            thing.state = state
            if [.box, .door, .gate, .drawer, .cup].contains(thing.kind) { thing.progress = min(1, state) }
        }
    }

    /// Seen from elsewhere.
    public func looking(from pose: Truth.Pose) -> ReferenceWorld {
        var other = self
        other.pose = pose
        other.stage.arrange()
        return other
    }

    private func changing(_ id: UInt16, _ change: (inout Thing) -> Void) -> ReferenceWorld {
        guard let i = stage.index(id) else { return self }
        var other = self
        change(&other.stage.things[i])
        other.stage.arrange()
        return other
    }
}
