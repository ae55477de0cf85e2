import Camera
import Worlds

/// What the crosshair meets, and where to look in order to meet something.
extension Stage {
    /// How far `use` reaches, metres.
    static let arm: Float = 3

    var eye: SIMD3<Float> { pose.eye }

    var gaze: SIMD3<Float> { pose.exactAxes.forward }

    /// The box by which a thing is met: an open door by its leaf, an open drawer with its tray.
    func bounds(_ i: Int) -> SolidBox {
        let thing = things[i]
        var box = SolidBox(low: thing.lowest, high: thing.highest, owner: i)
        switch thing.kind {
        case .door where thing.state > 0:
            // The hinge is at the left end as one looks the way of its heading; the leaf has swung by 1.5.
            let (s, c) = Trigonometry.sineCosine(thing.heading)
            let width = max(thing.half.x, thing.half.z)
            let hinge = thing.position - SIMD3(c, 0, -s) * width
            let (s2, c2) = Trigonometry.sineCosine(thing.heading - thing.progress * 1.5)
            let end = hinge + SIMD3(c2, 0, -s2) * (width * 2)
            box.low = SIMD3(min(hinge.x, end.x) - 0.05, thing.lowest.y, min(hinge.z, end.z) - 0.05)
            box.high = SIMD3(max(hinge.x, end.x) + 0.05, thing.highest.y, max(hinge.z, end.z) + 0.05)
        case .drawer where thing.progress > 0:
            let (s, c) = Trigonometry.sineCosine(thing.heading)
            let out = SIMD3(s, 0, c) * Self.drawerWay * thing.progress
            box.low = SIMD3(min(box.low.x, box.low.x + out.x), box.low.y, min(box.low.z, box.low.z + out.z))
            box.high = SIMD3(max(box.high.x, box.high.x + out.x), box.high.y, max(box.high.z, box.high.z + out.z))
        case .box where thing.hasLid && thing.state > 0: box.high.y -= 0.2
        case .fuse: box.high.y += 0.1
        default: break
        }
        return box
    }

    /// What the crosshair meets: the thing, or none where it is wall or decoration, and how far off.
    func meets(_ direction: SIMD3<Float>, within reach: Float, margin: Float) -> (thing: Int?, distance: Float)? {
        var best: (thing: Int?, distance: Float)?
        var nearest = reach
        let eye = eye
        for wall in scene.walls {
            let box = SolidBox(low: wall.lowest, high: wall.highest, owner: -1)
            if let hit = box.entry(eye, direction), hit < nearest { (best, nearest) = ((nil, hit), hit) }
        }
        for thing in decoration {
            let box = SolidBox(low: thing.lowest, high: thing.highest, owner: -1)
            if let hit = box.entry(eye, direction), hit < nearest { (best, nearest) = ((nil, hit), hit) }
        }
        for i in things.indices where things[i].id != hand {
            if isHidden(i) { continue }
            if things[i].kind == .tunnel {
                for (low, high) in Self.tunnelParts(things[i]) {
                    if let hit = SolidBox(low: low, high: high, owner: i).entry(eye, direction), hit < nearest {
                        (best, nearest) = ((i, hit), hit)
                    }
                }
                continue
            }
            // Small things are easier to hit than to see.
            let widened = things[i].kind.isUsable ? margin : 0
            if let hit = bounds(i).entry(eye, direction, margin: widened), hit < nearest {
                (best, nearest) = ((i, hit), hit)
            }
        }
        return best
    }

    /// Whether a thing is shut in.
    func isHidden(_ i: Int) -> Bool {
        guard let c = index(things[i].container) else { return false }
        return things[c].state <= 0
    }

    /// The thing under the crosshair within reach.
    var aimed: (index: Int, distance: Float)? {
        guard let met = meets(gaze, within: Self.arm, margin: 0.04), let i = met.thing else { return nil }
        // What lies in an open box is met through it.
        if things[i].isOpenContainer || things[i].kind == .cup, hand == 0 {
            for j in things.indices where things[j].container == things[i].id && things[j].isPortable {
                if things[i].state > 0, entersTop(of: things[i]), bounds(j).entry(eye, gaze) != nil {
                    return (j, met.distance)
                }
            }
        }
        return (i, met.distance)
    }

    /// Whether the gaze passes through the open top of a container.
    private func entersTop(of container: Thing) -> Bool {
        guard container.kind != .cup else { return true }
        let box = bounds(index(container.id) ?? 0)
        let direction = gaze
        guard direction.y < -1e-4, box.high.y < pose.y else { return false }
        let point = eye + direction * ((pose.y - box.high.y) / -direction.y)
        return point.x > box.low.x && point.x < box.high.x && point.z > box.low.z && point.z < box.high.z
    }

    /// Where to look in order to use a thing, or to push it along a level direction.
    func aimPoint(_ i: Int, pushing: SIMD2<Float>?) -> SIMD3<Float> {
        let box = bounds(i)
        var point = (box.low + box.high) * 0.5
        switch things[i].kind {
        case .door where things[i].state <= 0: point.y = things[i].lowest.y + 1.1
        case .box where things[i].isOpenContainer:
            // The front, below the rim: what lies inside is met through the top.
            let (dx, dz) = (pose.x - point.x, pose.z - point.z)
            if abs(dx) > abs(dz) {
                point.x += dx > 0 ? things[i].half.x : -things[i].half.x
            } else {
                point.z += dz > 0 ? things[i].half.z : -things[i].half.z
            }
            point.y = box.low.y + (box.high.y - box.low.y) * 0.4
        case .canvas: point.y = things[i].lowest.y + 1.15
        case .lamp: point.y = things[i].highest.y - things[i].half.y * 0.25
        case .person: point.y = things[i].lowest.y + 1.1
        case .button: point.y = things[i].highest.y - 0.06
        default: break
        }
        guard let pushing else { return point }
        let length = (pushing.x * pushing.x + pushing.y * pushing.y).squareRoot()
        var line = SIMD2(things[i].position.x - pose.x, things[i].position.z - pose.z)
        let distance = (line.x * line.x + line.y * line.y).squareRoot()
        guard length > 1e-4, distance > 1e-4 else { return point }
        line /= distance
        // Sine of the angle from the line of sight to the push, to the left: a push to the left is met on the right.
        let sine = (line.x * pushing.y - line.y * pushing.x) / length
        let ahead = line.x * pushing.x + line.y * pushing.y
        let offset = max(-0.9, min(0.9, ahead > 0 ? sine : sine < 0 ? -0.9 : 0.9)) * things[i].half.x
        point.x += line.y * offset
        point.z -= line.x * offset
        return point
    }

    /// The way that `use` pushes a thing now: along the inward normal of a round side where the crosshair meets it.
    func pushWay(_ i: Int) -> SIMD2<Float> {
        var line = SIMD2(things[i].position.x - pose.x, things[i].position.z - pose.z)
        let distance = (line.x * line.x + line.y * line.y).squareRoot()
        guard distance > 1e-4 else { return SIMD2(0, 1) }
        line /= distance
        let (s, c) = Trigonometry.sineCosine(pose.yaw)
        let along = max(0.05, s * line.x + c * line.y)
        // How far to the right of its middle the gaze passes.
        let offset = distance * (s * line.y - c * line.x) / along
        let u = max(-0.95, min(0.95, offset / things[i].half.x))
        let cosine = (1 - u * u).squareRoot()
        // Turned to the left by asin(u).
        return SIMD2(line.x * cosine - line.y * u, line.y * cosine + line.x * u)
    }

    /// Whether no wall stands between the eye and the middle of a thing.
    func seesPastWalls(_ thing: Thing) -> Bool {
        let eye = eye
        let way = thing.position - eye
        return !scene.walls.contains { wall in
            SolidBox(low: wall.lowest, high: wall.highest, owner: -1).entry(eye, way).map { $0 < 0.98 } ?? false
        }
    }

    /// Whether neither wall nor other thing stands between the eye and the middle of a thing.
    func hasSight(_ i: Int) -> Bool {
        if isHidden(i) { return false }
        let eye = eye
        let target = (bounds(i).low + bounds(i).high) * 0.5
        let way = target - eye
        for wall in scene.walls {
            let box = SolidBox(low: wall.lowest, high: wall.highest, owner: -1)
            if let hit = box.entry(eye, way), hit < 0.98 { return false }
        }
        for thing in decoration {
            let box = SolidBox(low: thing.lowest, high: thing.highest, owner: -1)
            if let hit = box.entry(eye, way), hit < 0.98 { return false }
        }
        for j in things.indices where j != i && things[j].id != hand && !isHidden(j) {
            if things[j].id == things[i].container { continue }
            if things[j].kind == .tunnel {
                for (low, high) in Self.tunnelParts(things[j]) {
                    if let hit = SolidBox(low: low, high: high, owner: j).entry(eye, way), hit < 0.98 { return false }
                }
            } else if let hit = bounds(j).entry(eye, way), hit < 0.98 {
                return false
            }
        }
        return true
    }
}
