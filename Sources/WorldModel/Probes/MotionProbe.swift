import Camera
import Layers
import Memory
import Tensors
import Worlds

/// How the camera moved between two pictures, from the pictures alone.
///
/// Every second pixel is found again in the second picture by correlation (`MatchField`), over features that know no
/// brightness or contrast. A small convolutional network says how near each of them is; it is told where level ground
/// would be, for that gives pictures their scale. The motion is what explains best where they went (`MotionSolver`).
public struct MotionProbe: Sendable {
    /// Frames between the two pictures.
    public static let spacing = 4
    /// Pixels of the pictures that it reads; others are cut and scaled.
    public static let size = (width: 64, height: 40)
    /// Every second pixel.
    static let places = (h: size.height / 2, w: size.width / 2)
    /// Pixels that one position of the network spans in each direction.
    private static let cell = 4
    private static let width = 72
    /// What the network is told of a place: the colours of two pixels by two and how near the ground would be.
    private static let inputs = 13

    public let store: ParameterStore
    private let input: Convolution
    private let blocks: [ResidualBlock]
    private let output: Convolution
    private let ground: GroundDisparity
    private let solver: MotionSolver

    /// - Parameters:
    ///   - fieldOfView: degrees that its pictures span from left to right.
    ///   - eyeHeight: metres from level ground to the camera.
    ///   - seed: of the first weights; nil leaves all of them zero.
    public init(fieldOfView: Float, eyeHeight: Float, seed: UInt64?) {
        let store = ParameterStore()
        let area = Self.cell * Self.cell
        input = Convolution(store, "in", inputs: area / 4 * Self.inputs, outputs: Self.width)
        blocks = (0..<4).map { ResidualBlock(store, "blocks.\($0)", channels: Self.width) }
        output = Convolution(
            store, "out", inputs: Self.width, outputs: area / 4, deviation: 0.1 / Float(9 * Self.width).squareRoot())
        store.allocate(seed: seed)
        self.store = store
        let travel = CameraTravel(.standard, eyeHeight: eyeHeight, startPitch: 0, pitchLimit: .pi / 2)!
        let motion = CameraMotion(.standard, fieldOfView: fieldOfView)!
        ground = GroundDisparity(motion, travel, width: Self.places.w, height: Self.places.h)
        solver = MotionSolver(places: Self.places, focal: motion.focal(width: Self.places.w), frames: Self.spacing)
    }

    /// A picture as the probe reads it.
    public static func fitted(_ frame: Frame) -> Frame { frame.fitted(width: size.width, height: size.height) }

    /// How near the places of fitted pictures are, 1 / metres along the viewing axis: f32 [pictures, H / 4, W / 4, 4], two
    /// places by two. `pitches`: how far up the camera looks, radians.
    public func nearness(_ frames: [Frame], pitches: [Float], _ context: Context) -> Tensor {
        let (h, w, n) = (Self.places.h, Self.places.w, frames.count)
        let values = Tensor([n, h, w, Self.inputs], pool: context.pool)
        let level = Tensor([n, h / 2, w / 2, 4], pool: context.pool)
        for (k, frame) in frames.enumerated() {
            let near = ground.ground(pitch: pitches[k])
            frame.pixels.withUnsafeBufferPointer { pixels in
                for i in 0..<h * w {
                    let out = values.f32 + (k * h * w + i) * Self.inputs
                    for corner in 0..<4 {
                        let p = ((2 * (i / w) + corner / 2) * 2 * w + 2 * (i % w) + corner % 2) * 3
                        for c in 0..<3 { out[corner * 3 + c] = Float(pixels[p + c]) * (2 / 255) - 1 }
                    }
                    out[Self.inputs - 1] = near[i]
                    level.f32[k * h * w + Self.position(of: i)] = near[i]
                }
            }
        }
        let cells = context.permute(values, shape: [n, h / 2, 2, w / 2, 2, Self.inputs], axes: [0, 1, 3, 2, 4, 5])
        var hidden = input(context.reshape(cells, [n, h / 2, w / 2, 4 * Self.inputs]), context, output: .f32)
        for block in blocks { hidden = block(hidden, context) }
        return context.residual(level, output(hidden, context, output: .f32))
    }

    /// Where in the network's output a place is.
    public static func position(of place: Int) -> Int {
        let (y, x) = (place / places.w, place % places.w)
        return ((y / 2) * (places.w / 2) + x / 2) * 4 + y % 2 * 2 + x % 2
    }

    /// The camera's shifts between the pictures of any number of pairs.
    public func estimates(_ pairs: [PicturePair], _ context: Context) -> [MotionEstimate] {
        stride(from: 0, to: pairs.count, by: Self.atOnce).flatMap { first in
            let some = pairs[first..<min(pairs.count, first + Self.atOnce)]
            let near = nearness(some.map(\.first), pitches: some.map(\.pitch), context)
            let count = Self.places.h * Self.places.w
            return estimates(
                Array(some),
                nearness: some.indices.map { k in
                    (0..<count).map { max(0, near.f32[(k - first) * count + Self.position(of: $0)]) }
                }, context)
        }
    }

    /// Pairs read in one go.
    private static let atOnce = 32

    private func estimates(_ pairs: [PicturePair], nearness: [[Float]], _ context: Context) -> [MotionEstimate] {
        var found = [MotionEstimate](repeating: MotionEstimate(parts: .zero, firmness: 0), count: pairs.count)
        found.withUnsafeMutableBufferPointer { found in
            nonisolated(unsafe) let target = found
            context.workers.run(pairs.count) { k in
                let field = MatchField(PatchGrid(pairs[k].first, step: 2), PatchGrid(pairs[k].second, step: 1))
                target[k] = solver.estimate(field.matches, nearness: nearness[k], pitch: pairs[k].pitch)
            }
        }
        return found
    }
}
