import Foundation

/// Which way level motion goes: the sine and cosine of an angle from +z towards +x.
public struct Heading: Sendable {
    public let sine: Float
    public let cosine: Float

    /// Sine and cosine as the caller computes them: the simulator's are the same on every platform.
    @inlinable public init(_ turn: (sine: Float, cosine: Float)) { (sine, cosine) = turn }

    /// `angle` in radians.
    public init(_ angle: Float) { (sine, cosine) = (sinf(angle), cosf(angle)) }

    /// What lies `ahead` and to the `side` (right) of this heading, as x and z.
    @inlinable public func level(ahead: Float, side: Float) -> SIMD2<Float> {
        SIMD2(sine * ahead + cosine * side, cosine * ahead - sine * side)
    }

    /// How far ahead and to the side, right, x and z lie of this heading.
    @inlinable public func parts(_ x: Float, _ z: Float) -> (ahead: Float, side: Float) {
        (x * sine + z * cosine, x * cosine - z * sine)
    }
}
