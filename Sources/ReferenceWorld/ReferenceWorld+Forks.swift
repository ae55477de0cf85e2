import Worlds

/// The world as it is but for one thing: what the alternatives of a choice look like. Each returns a fork that differs
/// in that alone; one whose thing is not there is the world itself.
extension ReferenceWorld {
    public func removing(_ id: UInt16) -> ReferenceWorld {
        var other = self
        if var staged = stage {
            staged.remove(id)
            other.renew(&staged)
        } else {
            other.scene.things.removeAll { $0.id == id }
        }
        return other
    }

    /// `name` is a colour word; an unknown one changes nothing.
    public func recoloring(_ id: UInt16, _ name: String) -> ReferenceWorld {
        guard let tone = Palette.words.first(where: { $0.name == name }) else { return self }
        let coat = name == "brown" ? SIMD3<Float>(0.58, 0.36, 0.18) : tone.color
        return changing(
            id, { ($0.color, $0.colorName) = ($0.kind == .dog ? coat : tone.color, name) },
            { ($0.color, $0.colorName) = ($0.kind == .dog ? coat : tone.color, name) })
    }

    /// Metres; what its script does with it happens as far off.
    public func displacing(_ id: UInt16, by offset: SIMD3<Float>) -> ReferenceWorld {
        changing(
            id,
            {
                $0.position += offset
                $0.foot += offset
                $0.motion = $0.motion?.moved(by: offset)
                // Out of what it lies in.
                $0.container = 0
            }, { $0.position += offset })
    }

    /// A second thing of the same kind, state and script, `offset` metres away.
    public func duplicating(_ id: UInt16, by offset: SIMD3<Float>) -> ReferenceWorld {
        var other = self
        if var staged = stage {
            guard let i = staged.index(id), let fresh = staged.freshID() else { return self }
            var twin = staged.things[i]
            (twin.id, twin.name, twin.container) = (fresh, "", 0)
            twin.position += offset
            twin.foot += offset
            twin.motion = twin.motion?.moved(by: offset)
            staged.things.append(twin)
            other.renew(&staged)
        } else {
            guard var twin = scene.things.first(where: { $0.id == id }), let fresh = other.scene.freshID() else {
                return self
            }
            twin.id = fresh
            twin.position += offset
            other.scene.things.append(twin)
        }
        return other
    }

    /// Two things change places: each stands where the other stood.
    public func swapping(_ one: UInt16, _ two: UInt16) -> ReferenceWorld {
        guard let a = scene.things.first(where: { $0.id == one }), let b = scene.things.first(where: { $0.id == two })
        else { return self }
        let way = SIMD3(b.position.x - a.position.x, b.lowest.y - a.lowest.y, b.position.z - a.position.z)
        let containers = (stage?.index(one), stage?.index(two))
        var other = displacing(one, by: way).displacing(two, by: -way)
        if var staged = other.stage, let old = stage, let i = containers.0, let j = containers.1 {
            staged.things[i].container = old.things[j].container
            staged.things[j].container = old.things[i].container
            (staged.things[i].offset, staged.things[j].offset) = (old.things[j].offset, old.things[i].offset)
            other.renew(&staged)
        }
        return other
    }

    /// Another state: other bites, strokes; open or closed, lit or dark.
    public func setting(state: Float, of id: UInt16) -> ReferenceWorld {
        changing(
            id,
            { thing in
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
            },
            { thing in
                thing.state = state
                if thing.kind == .door { (thing.progress, thing.solid) = (min(1, state), state < 0.5) }
            })
    }

    /// Seen from elsewhere.
    public func looking(from pose: Truth.Pose) -> ReferenceWorld {
        var other = self
        other.pose = pose
        if var staged = stage {
            staged.pose = pose
            other.renew(&staged)
        }
        return other
    }

    private func changing(
        _ id: UInt16, _ change: (inout StagedThing) -> Void, _ plain: (inout Thing) -> Void
    ) -> ReferenceWorld {
        var other = self
        if var staged = stage {
            guard let i = staged.index(id) else { return self }
            change(&staged.things[i])
            other.renew(&staged)
        } else if let i = scene.things.firstIndex(where: { $0.id == id }) {
            plain(&other.scene.things[i])
        }
        return other
    }

    /// Takes over a changed stage.
    private mutating func renew(_ staged: inout Stage) {
        staged.gatherSolids()
        staged.carry()
        staged.mirror()
        adopt(staged)
    }
}
