extension Raster {
    /// Draws a box by exact rays within its bounds on the screen.
    func box(_ shape: Shape) {
        let area = camera.bounds(center: shape.center, half: shape.half, sine: shape.sine, cosine: shape.cosine)
        guard area.left < area.end, area.top < area.bottom else { return }
        let o = Raster.turned(camera.eye - shape.center, shape.sine, shape.cosine)
        let h = shape.half
        let base = shape.color * tint
        let accent = shape.accent * tint
        // Only the faces towards the eye show.
        let sx: Float = o.x > 0 ? 1 : -1
        let sz: Float = o.z > 0 ? 1 : -1
        let lightX = Raster.light(SIMD3(shape.cosine, 0, -shape.sine) * sx)
        let lightY = Raster.light(SIMD3(0, o.y > 0 ? 1 : -1, 0))
        let lightZ = Raster.light(SIMD3(shape.sine, 0, shape.cosine) * sz)
        let across = Raster.turned(camera.right, shape.sine, shape.cosine) / camera.intrinsics.fx
        let texture = shape.texture
        let bandY = texture == .band ? (0.45 as Float) * h.y * 0.6 : 0
        let width = camera.width
        let pixelSize = 1 / camera.intrinsics.fx
        for y in area.top..<area.bottom {
            let row = Raster.turned(camera.rowStart(y), shape.sine, shape.cosine)
            let dy = abs(row.y) < 1e-9 ? 1e-9 : row.y
            let inverseY = 1 / dy
            let (ya, yb) = ((-h.y - o.y) * inverseY, (h.y - o.y) * inverseY)
            let (nearY, farY) = ya < yb ? (ya, yb) : (yb, ya)
            if farY < 0.04 { continue }
            for x in area.left..<area.end {
                let column = Float(x)
                var dx = row.x + across.x * column
                var dz = row.z + across.z * column
                if abs(dx) < 1e-9 { dx = 1e-9 }
                if abs(dz) < 1e-9 { dz = 1e-9 }
                let (inverseX, inverseZ) = (1 / dx, 1 / dz)
                let (xa, xb) = ((-h.x - o.x) * inverseX, (h.x - o.x) * inverseX)
                let (za, zb) = ((-h.z - o.z) * inverseZ, (h.z - o.z) * inverseZ)
                let (nearX, farX) = xa < xb ? (xa, xb) : (xb, xa)
                let (nearZ, farZ) = za < zb ? (za, zb) : (zb, za)
                var t = nearX > nearZ ? nearX : nearZ
                if nearY > t { t = nearY }
                var exit = farX < farZ ? farX : farZ
                if farY < exit { exit = farY }
                let index = y &* width &+ x
                guard t < exit, t > 0.04, t < depth[index] else { continue }
                depth[index] = t
                ids[index] = shape.id
                var light = t == nearY ? lightY : t == nearX ? lightX : lightZ
                var color = base
                if texture != .plain, t != nearY || texture == .frame {
                    let footprint = max(t * pixelSize, 0.004)
                    let px = o.x + dx * t
                    let py = o.y + dy * t
                    let pz = o.z + dz * t
                    switch texture {
                    case .panels:
                        let along = (t == nearX ? pz + shape.center.z : px + shape.center.x) * 0.25
                        let wave = abs(along - along.rounded(.down) - 0.5) * 4 - 1
                        light += 0.06 * max(-1, min(1, wave / (footprint * 1.5)))
                    case .band:
                        let weight = max(0, min(1, (bandY * 0.5 - abs(py - bandY * 0.4)) / footprint + 0.5))
                        color += (accent - color) * weight
                    default:
                        let (ex, ey, ez) = (h.x - abs(px), h.y - abs(py), h.z - abs(pz))
                        let edge = t == nearX ? min(ey, ez) : t == nearY ? min(ex, ez) : min(ex, ey)
                        let weight = max(0, min(1, (0.09 - edge) / footprint + 0.5))
                        color += (accent - color) * weight
                    }
                }
                put(index, color.x * light, color.y * light, color.z * light, distance: t)
            }
        }
    }
}
