import Diffusion
import Foundation

/// Where the camera is by dead reckoning from actions: metres on level ground, radians.
public struct CameraPose: Hashable, Sendable {
    public var x: Float = 0
    public var z: Float = 0
    /// 0 looks along +z; grows to the right.
    public var yaw: Float = 0
    public var pitch: Float

    public init(pitch: Float) { self.pitch = pitch }

    /// Applies one picture's action as far as the camera can follow.
    mutating func move(_ action: [Float], _ motion: CameraMotion, _ travel: CameraTravel) {
        let degree = Float.pi / 180
        yaw += max(-1, min(1, action[motion.turnChannel])) * motion.turnDegrees * degree
        if abs(yaw) > .pi { yaw -= (yaw / (2 * .pi)).rounded() * 2 * .pi }
        pitch += max(-1, min(1, action[motion.lookChannel])) * motion.lookDegrees * degree
        pitch = max(-travel.pitchLimit, min(travel.pitchLimit, pitch))
        let ahead = max(0, min(1, action[travel.forwardChannel])) - max(0, min(1, action[travel.backChannel]))
        let side = max(0, min(1, action[travel.rightChannel])) - max(0, min(1, action[travel.leftChannel]))
        let length = (ahead * ahead + side * side).squareRoot()
        let step = travel.metres / max(1, length)
        let (s, c) = (sinf(yaw), cosf(yaw))
        x += (s * ahead + c * side) * step
        z += (c * ahead - s * side) * step
    }

    /// The axes of the view: right, up, forward.
    var axes: (right: SIMD3<Float>, up: SIMD3<Float>, forward: SIMD3<Float>) {
        let (s, c) = (sinf(yaw), cosf(yaw))
        let (sp, cp) = (sinf(pitch), cosf(pitch))
        return (SIMD3(c, 0, -s), SIMD3(-s * sp, cp, -c * sp), SIMD3(s * cp, sp, c * cp))
    }
}

extension CameraPose {
    /// How far another camera is, metres, and by which angle it looks elsewhere, radians.
    func difference(from other: CameraPose) -> (way: Float, angle: Float) {
        let (dx, dz) = (x - other.x, z - other.z)
        let (a, b) = (axes.forward, other.axes.forward)
        return ((dx * dx + dz * dz).squareRoot(), acosf(max(-1, min(1, (a * b).sum()))))
    }
}
