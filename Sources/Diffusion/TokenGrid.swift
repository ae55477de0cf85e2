import Camera
import Foundation
import Tensors

/// The tokens of one latent frame: rows x columns of patches, and their rotary positions.
public struct TokenGrid: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public var count: Int { rows * columns }

    public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

    /// Three-axis positions: a quarter of each head's pairs turns with time, the rest with row and column.
    func rotary(frames: Range<Int>, _ c: DiTConfiguration) -> RotaryTable {
        let half = c.headDim / 2
        if !c.learnsPositions3D {
            let first = frames.lowerBound * count
            let positions = (0..<frames.count * count).map { [Float(first + $0)] }
            return RotaryTable(positions: positions, pairs: [half], bases: [10000])
        }
        let space = half * 3 / 8
        var positions: [[Float]] = []
        for frame in frames {
            for row in 0..<rows {
                for column in 0..<columns { positions.append([Float(frame), Float(row), Float(column)]) }
            }
        }
        return RotaryTable(positions: positions, pairs: [half - 2 * space, space, space], bases: [100, 30, 30])
    }

    /// Positions by direction: time, and the azimuth and elevation that each token shows. One entry of `times` and
    /// `directions` a frame.
    func rotary(
        times: [Int], directions: [CameraDirection], _ motion: CameraMotion, _ c: DiTConfiguration,
        device: CUDADevice? = nil
    ) -> RotaryTable {
        let half = c.headDim / 2
        let time = half / 4
        let azimuth = half * 7 / 16
        let frequencies =
            (0..<time).map { 1 / powf(100, Float($0) / Float(time)) } + CameraMotion.harmonics(azimuth)
            + CameraMotion.harmonics(half - time - azimuth)
        let angles = tokenAngles(motion)
        var positions: [Float] = []
        positions.reserveCapacity(times.count * count * 3)
        for (frame, direction) in zip(times, directions) {
            for token in 0..<count {
                positions.append(Float(frame))
                positions.append(direction.yaw + angles[token].yaw)
                positions.append(direction.pitch + angles[token].pitch)
            }
        }
        let axis = (0..<half).map { $0 < time ? 0 : $0 < time + azimuth ? 1 : 2 }
        return RotaryTable(positions: positions, axes: 3, axis: axis, frequency: frequencies, device: device)
    }

    /// The direction of each token's middle relative to the middle of the picture.
    private func tokenAngles(_ motion: CameraMotion) -> [CameraDirection] {
        let pinhole = motion.pinhole(width: columns, height: rows)
        return (0..<count).map { token in
            var angle = CameraDirection()
            angle.yaw = atanf(pinhole.right(Float(token % columns)))
            angle.pitch = atanf(pinhole.up(Float(token / columns)))
            return angle
        }
    }

    /// Where on the screen each token lies: [count, `CameraMotion.screenInputs`].
    func screenFeatures() -> [Float] {
        (0..<count).flatMap { token -> [Float] in
            let u = (Float(token % columns) + 0.5) / Float(columns) * 2 - 1
            let v = (Float(token / columns) + 0.5) / Float(rows) * 2 - 1
            return [u, v, cosf(.pi * u), sinf(.pi * u), cosf(.pi * v), sinf(.pi * v), u * u, v * v]
        }
    }
}
