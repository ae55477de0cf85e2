import Layers
import Tensors
import Text
import Worlds

/// What pictures show, cell by cell: where things are, of which kind and colour, and whether they move; and the place and the light
/// of the whole.
///
/// A convolutional network reads a picture and the one `spacing` before it. Things are found as their middles (CenterNet, Zhou et al.
/// 2019), so that they can be counted; place and light are means over all cells.
public struct FactProbe: Sendable {
    /// Pictures between the two that are read.
    public static let spacing = 4
    /// Pixels of the pictures that it reads; others are cut and scaled.
    public static let size = (width: 128, height: 80)
    /// Pixels of a cell.
    public static let cell = 4
    public static let grid = (h: size.height / cell, w: size.width / cell)
    private static let (width, depth) = (64, 4)

    /// Channels of its output.
    public enum Channel {
        /// A thing's middle, a logit.
        public static let middle = 0
        /// Whether it moves, a logit.
        public static let moves = 1
        /// Nothing, then the nouns.
        public static let kinds = 2..<3 + FactLexicon.nouns.count
        public static let colours = kinds.upperBound..<kinds.upperBound + FactLexicon.colours.count
        public static let places = colours.upperBound..<colours.upperBound + FactLexicon.places.count
        public static let times = places.upperBound..<places.upperBound + FactLexicon.times.count
        public static let count = times.upperBound
    }

    public let store: ParameterStore
    private let input: Convolution
    private let blocks: [ResidualBlock]
    private let output: Convolution

    /// `seed` nil leaves all weights zero, for others to come.
    public init(seed: UInt64?) {
        let store = ParameterStore()
        input = Convolution(store, "in", inputs: Self.cell * Self.cell * 6, outputs: Self.width)
        blocks = (0..<Self.depth).map { ResidualBlock(store, "blocks.\($0)", channels: Self.width) }
        output = Convolution(
            store, "out", inputs: Self.width, outputs: Channel.count,
            deviation: 0.1 / Float(9 * Self.width).squareRoot())
        store.allocate(seed: seed)
        self.store = store
    }

    /// A picture as it reads it.
    public static func fitted(_ frame: Frame) -> Frame { frame.fitted(width: size.width, height: size.height) }

    /// Fitted pictures and those before them -> f32 [pictures, H / 4, W / 4, channels].
    public func callAsFunction(_ pairs: [(before: Frame, now: Frame)], _ context: Context) -> Tensor {
        let (h, w, s) = (Self.grid.h, Self.grid.w, Self.cell)
        let cells = Tensor([pairs.count, h, w, s * s * 6], pool: context.pool)
        for (n, pair) in pairs.enumerated() {
            for (half, frame) in [pair.now, pair.before].enumerated() {
                frame.pixels.withUnsafeBufferPointer { pixels in
                    for i in 0..<h * w {
                        let out = cells.f32 + ((n * h * w + i) * 2 + half) * s * s * 3
                        for y in 0..<s {
                            let from = ((i / w * s + y) * Self.size.width + i % w * s) * 3
                            for x in 0..<s * 3 { out[y * s * 3 + x] = Float(pixels[from + x]) * (2 / 255) - 1 }
                        }
                    }
                }
            }
        }
        var hidden = input(cells, context, output: .f32)
        for block in blocks { hidden = block(hidden, context) }
        return output(hidden, context, output: .f32)
    }
}
