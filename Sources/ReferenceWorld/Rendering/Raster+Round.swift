extension Raster {
    /// Draws an ellipsoid, softly lit.
    func ellipsoid(_ shape: Shape) {
        let area = camera.bounds(center: shape.center, half: shape.half, sine: shape.sine, cosine: shape.cosine)
        guard area.left < area.end, area.top < area.bottom else { return }
        let inverse = 1 / shape.half
        let o = Raster.turned(camera.eye - shape.center, shape.sine, shape.cosine) * inverse
        let c = o.x * o.x + o.y * o.y + o.z * o.z - 1
        guard c > 0 else { return }
        let sun = Raster.turned(Raster.sun, shape.sine, shape.cosine)
        let across = Raster.turned(camera.right, shape.sine, shape.cosine) * inverse / camera.intrinsics.fx
        let base = shape.color * tint
        let accent = shape.accent * tint
        let banded = shape.texture == .band
        let width = camera.width
        let footprint = 1 / (camera.intrinsics.fx * shape.half.y)
        for y in area.top..<area.bottom {
            let row = Raster.turned(camera.rowStart(y), shape.sine, shape.cosine) * inverse
            for x in area.left..<area.end {
                let column = Float(x)
                let (dx, dy, dz) = (row.x + across.x * column, row.y, row.z + across.z * column)
                let a = dx * dx + dy * dy + dz * dz
                let b = o.x * dx + o.y * dy + o.z * dz
                let q = b * b - a * c
                guard q > 0 else { continue }
                let t = (-b - q.squareRoot()) / a
                let index = y &* width &+ x
                guard t > 0.04, t < depth[index] else { continue }
                depth[index] = t
                ids[index] = shape.id
                var color = base
                var light: Float = 1
                let py = o.y + dy * t
                if !shape.glows {
                    let (nx, ny, nz) = ((o.x + dx * t) * inverse.x, py * inverse.y, (o.z + dz * t) * inverse.z)
                    let length = (nx * nx + ny * ny + nz * nz).squareRoot()
                    light = 0.80 + 0.27 * (nx * sun.x + ny * sun.y + nz * sun.z) / length
                }
                if banded {
                    let weight = max(0, min(1, (0.22 - abs(py)) / (footprint * t) + 0.5))
                    color += (accent - color) * weight
                }
                put(index, color.x * light, color.y * light, color.z * light, distance: t)
            }
        }
    }

    /// Draws an upright cylinder.
    func cylinder(_ shape: Shape) {
        let area = camera.bounds(center: shape.center, half: shape.half, sine: 0, cosine: 1)
        guard area.left < area.end, area.top < area.bottom else { return }
        let (radius, h) = (shape.half.x, shape.half.y)
        let o = camera.eye - shape.center
        let c = o.x * o.x + o.z * o.z - radius * radius
        let across = camera.right / camera.intrinsics.fx
        let base = shape.color * tint
        let top = Raster.light(SIMD3(0, o.y > 0 ? 1 : -1, 0))
        let width = camera.width
        for y in area.top..<area.bottom {
            let row = camera.rowStart(y)
            let inverseY = 1 / (abs(row.y) < 1e-9 ? 1e-9 : row.y)
            let (ya, yb) = ((-h - o.y) * inverseY, (h - o.y) * inverseY)
            let (nearY, farY) = ya < yb ? (ya, yb) : (yb, ya)
            for x in area.left..<area.end {
                let column = Float(x)
                let (dx, dz) = (row.x + across.x * column, row.z + across.z * column)
                let a = dx * dx + dz * dz
                let b = o.x * dx + o.z * dz
                let q = b * b - a * c
                guard q > 0, a > 0 else { continue }
                let root = q.squareRoot()
                let (nearR, farR) = ((-b - root) / a, (-b + root) / a)
                let t = nearR > nearY ? nearR : nearY
                let exit = farR < farY ? farR : farY
                let index = y &* width &+ x
                guard t < exit, t > 0.04, t < depth[index] else { continue }
                depth[index] = t
                ids[index] = shape.id
                var light = top
                if t == nearR {
                    let (nx, nz) = ((o.x + dx * t) / radius, (o.z + dz * t) / radius)
                    light = Raster.light(SIMD3(nx, 0, nz))
                }
                put(index, base.x * light, base.y * light, base.z * light, distance: t)
            }
        }
    }
}
