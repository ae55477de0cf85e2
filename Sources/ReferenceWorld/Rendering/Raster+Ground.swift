extension Raster {
    /// Fills what no shape covers with ground and sky.
    func groundAndSky(_ map: GroundMap, zenith: SIMD3<Float>) {
        let width = camera.width
        let across = camera.right / camera.intrinsics.fx
        let last = Float(GroundMap.side - 2) + 0.999
        let middle = Float(GroundMap.side / 2) - 0.5
        map.tiles.withUnsafeBufferPointer { sharpTiles in
            map.soft.withUnsafeBufferPointer { softTiles in
                guard let sharp = sharpTiles.baseAddress, let soft = softTiles.baseAddress else { return }
                for y in 0..<camera.height {
                    let row = camera.rowStart(y)
                    let t = row.y < -1e-6 ? -camera.eye.y / row.y : .infinity
                    if t > 150 {
                        sky(y, row.y, zenith)
                        continue
                    }
                    let footprint = min(1, t / camera.intrinsics.fx * max(1, t / camera.eye.y * 0.7))
                    let sharpness = 1 / footprint
                    let fade = max(0, min(1, 1.35 - footprint * 1.35))
                    for x in 0..<width {
                        let index = y &* width &+ x
                        guard t < depth[index] else { continue }
                        depth[index] = t
                        ids[index] = 1
                        let column = Float(x)
                        let u = max(0, min(last, camera.eye.x + (row.x + across.x * column) * t + middle))
                        let v = max(0, min(last, camera.eye.z + (row.z + across.z * column) * t + middle))
                        let (i, j) = (Int32(u), Int32(v))
                        let wu = max(0, min(1, (u - Float(i) - 0.5) * sharpness + 0.5))
                        let wv = max(0, min(1, (v - Float(j) - 0.5) * sharpness + 0.5))
                        let tile = Int(j) &* GroundMap.side &+ Int(i)
                        var color = SIMD4<Float>(repeating: 0)
                        if fade > 0 { color = Raster.blend(sharp + tile, wu, wv) * fade }
                        if fade < 1 {
                            color += Raster.blend(soft + tile, u - Float(i), v - Float(j)) * (1 - fade)
                        }
                        put(index, color.x, color.y, color.z, distance: t)
                    }
                }
            }
        }
    }

    @inline(__always) private static func blend(
        _ tile: UnsafePointer<SIMD4<Float>>, _ u: Float, _ v: Float
    ) -> SIMD4<Float> {
        let low = tile[0] + (tile[1] - tile[0]) * u
        let high = tile[GroundMap.side] + (tile[GroundMap.side + 1] - tile[GroundMap.side]) * u
        return low + (high - low) * v
    }

    private func sky(_ y: Int, _ rise: Float, _ zenith: SIMD3<Float>) {
        let weight = max(0, min(1, rise * 1.7))
        let color = horizon + (zenith - horizon) * weight
        let (r, g, b) = (Raster.byte(color.x), Raster.byte(color.y), Raster.byte(color.z))
        for index in y * camera.width..<(y + 1) * camera.width where depth[index] == .infinity {
            ids[index] = 0
            let pixel = pixels + index * 3
            (pixel[0], pixel[1], pixel[2]) = (r, g, b)
        }
    }

    /// Draws a decal where the ground shows.
    func decal(_ decal: Decal) {
        let center = SIMD3(decal.x, 0, decal.z)
        let area = camera.bounds(
            center: center, half: SIMD3(decal.radius, 0.01, decal.radius), sine: 0, cosine: 1)
        guard area.left < area.end, area.top < area.bottom else { return }
        let across = camera.right / camera.intrinsics.fx
        let inverse = 1 / (decal.radius * decal.radius)
        for y in area.top..<area.bottom {
            let row = camera.rowStart(y)
            guard row.y < -1e-6 else { continue }
            let t = -camera.eye.y / row.y
            for x in area.left..<area.end {
                let index = y &* camera.width &+ x
                guard depth[index] == t else { continue }
                let column = Float(x)
                let u = camera.eye.x + (row.x + across.x * column) * t - decal.x
                let v = camera.eye.z + (row.z + across.z * column) * t - decal.z
                let inside = 1 - (u * u + v * v) * inverse
                guard inside > 0 else { continue }
                let weight = decal.strength * min(1, inside * 1.3)
                let pixel = pixels + index * 3
                pixel[0] = Raster.mix(pixel[0], decal.color.x, weight)
                pixel[1] = Raster.mix(pixel[1], decal.color.y, weight)
                pixel[2] = Raster.mix(pixel[2], decal.color.z, weight)
            }
        }
    }

    @inline(__always) private static func mix(_ old: UInt8, _ new: Float, _ weight: Float) -> UInt8 {
        let value = Float(old) * (1 / 255)
        return byte(value + (new - value) * weight)
    }
}
