import Camera
import Foundation

/// Attention in directions instead of places on the screen.
///
/// The camera's direction is dead-reckoned from the actions, and a token's rotary position is the direction it shows:
/// what was seen in a direction is found again in that direction, however the camera turned in between. Azimuths turn
/// with whole harmonics, so that a full circle ends where it began. After PRoPE (Li et al. 2025), for rotations alone.
extension CameraMotion {
    /// Numbers beside a token's latents that say where on the screen it lies.
    static let screenInputs = 8

    /// The whole harmonics of `count` rotated pairs, from 1 to 24.
    static func harmonics(_ count: Int) -> [Float] {
        (0..<count).map { 1 + (23 * powf(Float($0) / Float(max(1, count - 1)), 1.5)).rounded() }
    }
}
