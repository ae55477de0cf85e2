/// The colours of the ground in tiles of 1 m: sharp ones for nearby, blurred ones for far away.
struct GroundMap: Sendable {
    /// Tiles along x and along z; the map is centred on the origin.
    static let side = 40
    private(set) var tiles: ContiguousArray<SIMD4<Float>>
    private(set) var soft: ContiguousArray<SIMD4<Float>>

    /// A low-contrast checker of `color`.
    init(color: SIMD3<Float>, contrast: Float) {
        tiles = ContiguousArray(repeating: SIMD4(color, 0), count: Self.side * Self.side)
        for i in tiles.indices where (i % Self.side + i / Self.side) & 1 == 0 { tiles[i] *= 1 - contrast }
        soft = tiles
    }

    /// Paints tiles whose centre `covers` (x, z, in metres), keeping the checker's contrast.
    mutating func paint(_ color: SIMD3<Float>, contrast: Float = 0.06, where covers: (Float, Float) -> Bool) {
        for j in 0..<Self.side {
            for i in 0..<Self.side {
                let (x, z) = (Float(i - Self.side / 2) + 0.5, Float(j - Self.side / 2) + 0.5)
                if covers(x, z) { tiles[j * Self.side + i] = SIMD4(color, 0) * ((i + j) & 1 == 0 ? 1 - contrast : 1) }
            }
        }
    }

    /// Tints all colours by daylight and blurs them for the distance; call it once, last.
    mutating func finish(tint: SIMD3<Float>) {
        for i in tiles.indices { tiles[i] *= SIMD4(tint, 0) }
        for j in 0..<Self.side {
            for i in 0..<Self.side {
                var (sum, count) = (SIMD4<Float>(repeating: 0), Float(0))
                for v in max(0, j - 2)..<min(Self.side, j + 2) {
                    for u in max(0, i - 2)..<min(Self.side, i + 2) {
                        sum += tiles[v * Self.side + u]
                        count += 1
                    }
                }
                soft[j * Self.side + i] = sum / count
            }
        }
    }
}
