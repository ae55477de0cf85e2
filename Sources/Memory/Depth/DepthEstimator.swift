import Foundation
import Layers
import Tensors
import Worlds

/// How near each pixel of one picture is: its disparity, 1 / (distance along the viewing axis in metres), 0 for the sky.
///
/// Space-to-depth by 8 x 8 pixels, a convolution, residual blocks, a convolution to the cell's 64 disparities. It is
/// told where level ground would be, so that it starts from there; monocular depth is learned from the reference
/// world's truth. Disparity, for the parallax of a step is proportional to it (after MiDaS, Ranftl et al. 2020).
public struct DepthEstimator: Sendable {
    public let configuration: DepthConfiguration
    public let store: ParameterStore
    private let input: Convolution
    private let blocks: [ResidualBlock]
    private let output: Convolution

    /// Not `allocated` the parameters have no memory until a file is found to fit them.
    public init(_ configuration: DepthConfiguration, seed: UInt64 = 0, allocated: Bool = true) {
        self.configuration = configuration
        let store = ParameterStore()
        let (width, area) = (configuration.width, DepthConfiguration.cell * DepthConfiguration.cell)
        input = Convolution(store, "in", inputs: area * DepthConfiguration.inputs, outputs: width)
        blocks = (0..<configuration.blocks).map { ResidualBlock(store, "blocks.\($0)", channels: width) }
        output = Convolution(
            store, "out", inputs: width, outputs: area, deviation: 0.1 / Float(9 * width).squareRoot())
        if allocated { store.allocate(seed: seed) }
        self.store = store
    }

    /// Pictures and the disparities of level ground -> disparities f32 [pictures, H / 8, W / 8, 64], a cell's pixels
    /// row by row. `grounds` holds H * W numbers a picture.
    public func callAsFunction(_ frames: [Frame], grounds: [[Float]], _ context: Context) -> Tensor {
        let (h, w) = (frames[0].height, frames[0].width)
        let s = DepthConfiguration.cell
        let pixels = Tensor([frames.count, h, w, 4], pool: context.pool)
        for (n, frame) in frames.enumerated() {
            let target = pixels.f32 + n * h * w * 4
            for i in 0..<h * w {
                for c in 0..<3 { target[i * 4 + c] = Float(frame.pixels[i * 3 + c]) * (2 / 255) - 1 }
                target[i * 4 + 3] = grounds[n][i]
            }
        }
        let cells = context.permute(pixels, shape: [frames.count, h / s, s, w / s, s, 4], axes: [0, 1, 3, 2, 4, 5])
        var hidden = input(
            context.reshape(cells, [frames.count, h / s, w / s, s * s * 4]), context, output: .f32)
        for block in blocks { hidden = block(hidden, context) }
        let ground = Tensor([frames.count, h / s, w / s, s * s], pool: context.pool)
        Self.cells(grounds, width: w, ground.f32)
        return context.residual(ground, output(hidden, context, output: .f32))
    }

    /// The disparities of one picture, H * W numbers row by row, none below 0.
    public func disparity(of frame: Frame, ground: [Float], _ context: Context) -> [Float] {
        let x = self([frame], grounds: [ground], context)
        let (w, s) = (frame.width, DepthConfiguration.cell)
        var result = [Float](repeating: 0, count: frame.width * frame.height)
        for i in result.indices {
            let (y, x0) = (i / w, i % w)
            result[i] = max(0, x.f32[((y / s) * (w / s) + x0 / s) * s * s + y % s * s + x0 % s])
        }
        return result
    }

    /// Pictures of H * W numbers in the order of the network's output.
    public static func cells(_ pictures: [[Float]], width w: Int, _ target: UnsafeMutablePointer<Float>) {
        let s = DepthConfiguration.cell
        for (n, picture) in pictures.enumerated() {
            for (i, value) in picture.enumerated() {
                let (y, x) = (i / w, i % w)
                target[n * picture.count + ((y / s) * (w / s) + x / s) * s * s + y % s * s + x % s] = value
            }
        }
    }
}
