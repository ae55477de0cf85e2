import ReferenceWorld

/// Where a script points besides the middle of a thing.
extension ReferenceWorld {
    /// Whether the crosshair may meet the ground so near that `use` would place a block there: steeper than 1.5 m
    /// down on 5.5 m.
    var meetsGround: Bool { pose.pitch < -0.26 }

    /// The middle of a thing's upper side, a little below it.
    func top(of id: UInt16) -> SIMD3<Float>? {
        guard let point = aimPoint(of: id, pushing: nil), let height = height(of: id) else { return nil }
        return SIMD3(point.x, height - 0.02, point.z)
    }

    /// The floor or table 0.6 m to the right of a thing, seen from the player.
    func placeBeside(_ id: UInt16) -> SIMD3<Float>? {
        guard let position = position(of: id), let floor = footing(of: id) else { return nil }
        var right = SIMD2(position.z - pose.z, pose.x - position.x)
        right /= max(1e-3, (right * right).sum().squareRoot())
        return SIMD3(position.x + right.x * 0.75, floor, position.z + right.y * 0.75)
    }
}
