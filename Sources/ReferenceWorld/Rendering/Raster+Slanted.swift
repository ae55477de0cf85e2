extension Raster {
    /// Draws a leaning box or a wedge by exact rays: three pairs of planes and, for a wedge, its slope.
    func slanted(_ shape: Shape) {
        let h = shape.half
        let (ts, tc) = (shape.tiltSine, shape.tiltCosine)
        let isWedge = shape.form == .wedge
        let around = isWedge ? h : SIMD3(h.x * abs(tc) + h.y * abs(ts), h.x * abs(ts) + h.y * abs(tc), h.z)
        let area = camera.bounds(center: shape.center, half: around, sine: shape.sine, cosine: shape.cosine)
        guard area.left < area.end, area.top < area.bottom else { return }
        // Into the shape's own axes: turned about the vertical, then leant towards +x.
        func own(_ v: SIMD3<Float>) -> SIMD3<Float> {
            let u = Raster.turned(v, shape.sine, shape.cosine)
            return isWedge ? u : SIMD3(u.x * tc - u.y * ts, u.x * ts + u.y * tc, u.z)
        }
        func world(_ n: SIMD3<Float>) -> SIMD3<Float> {
            let u = isWedge ? n : SIMD3(n.x * tc + n.y * ts, n.y * tc - n.x * ts, n.z)
            return SIMD3(u.x * shape.cosine + u.z * shape.sine, u.y, u.z * shape.cosine - u.x * shape.sine)
        }
        let o = own(camera.eye - shape.center)
        let across = own(camera.right) / camera.intrinsics.fx
        let sides = SIMD3<Float>(o.x > 0 ? 1 : -1, o.y > 0 ? 1 : -1, o.z > 0 ? 1 : -1)
        let lights = [
            Raster.light(world(SIMD3(sides.x, 0, 0))), Raster.light(world(SIMD3(0, sides.y, 0))),
            Raster.light(world(SIMD3(0, 0, sides.z))),
        ]
        let length = (h.x * h.x + h.y * h.y).squareRoot()
        let slope = SIMD3(-h.y / length, h.x / length, 0)
        let slopeLight = Raster.light(world(slope))
        let above = slope.x * o.x + slope.y * o.y
        let base = shape.color * tint
        for y in area.top..<area.bottom {
            let row = own(camera.rowStart(y))
            for x in area.left..<area.end {
                let d = row + across * Float(x)
                var (near, far) = (-Float.infinity, Float.infinity)
                var light = lights[0]
                for axis in 0..<3 {
                    let step = abs(d[axis]) < 1e-9 ? 1e-9 : d[axis]
                    let (a, b) = ((-h[axis] - o[axis]) / step, (h[axis] - o[axis]) / step)
                    if min(a, b) > near { (near, light) = (min(a, b), lights[axis]) }
                    far = min(far, max(a, b))
                }
                if isWedge {
                    let fall = slope.x * d.x + slope.y * d.y
                    let cut = -above / (abs(fall) < 1e-9 ? 1e-9 : fall)
                    if fall < 0 {
                        if cut > near { (near, light) = (cut, slopeLight) }
                    } else {
                        far = min(far, cut)
                    }
                }
                let index = y &* camera.width &+ x
                guard near < far, near > 0.04, near < depth[index] else { continue }
                depth[index] = near
                ids[index] = shape.id
                put(index, base.x * light, base.y * light, base.z * light, distance: near)
            }
        }
    }
}
