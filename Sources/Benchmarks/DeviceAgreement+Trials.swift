import Tensors

extension DeviceAgreement {
    /// Every primitive, in shapes that no tile fits.
    static let trials: [Trial] = linears + rows + moves + attentions + flows

    private static let linears =
        [Activation.none, .gelu, .silu].map { activation in
            Trial(name: "linear, \(activation)", shapes: [[3, 70, 48]], parameters: [[96, 48], [96]]) {
                $0.linear($1[0], $2[0], bias: $2[1], activation: activation, output: .f32)
            }
        } + [
            Trial(name: "linear without bias", shapes: [[67, 40]], parameters: [[32, 40]]) { $0.linear($1[0], $2[0]) },
            Trial(
                name: "linear, gated residual", shapes: [[60, 48], [60, 32], [3, 100]], parameters: [[32, 48], [32]]
            ) {
                $0.linear($1[0], $2[0], bias: $2[1], addedTo: GatedSum($1[1], modulation: $1[2], gate: 64))
            },
            Trial(name: "linear, residual", shapes: [[61, 48], [61, 32]], parameters: [[32, 48], [32]]) {
                $0.linear($1[0], $2[0], bias: $2[1], addedTo: GatedSum($1[1]))
            },
        ]

    private static let rows = [
        Trial(name: "normalise", shapes: [[131, 80]]) { context, x, _ in context.normalize(x[0]) },
        Trial(name: "normalise, modulate", shapes: [[120, 80], [3, 200]]) { context, x, _ in
            context.normalize(x[0], modulation: x[1], shift: 8, scale: 100)
        },
        Trial(name: "gated residual", shapes: [[120, 80], [120, 80], [6, 90]]) { context, x, _ in
            context.residual(x[0], x[1], modulation: x[2], gate: 10)
        },
        Trial(name: "sum", shapes: [[33, 7], [33, 7]]) { context, x, _ in context.add(x[0], x[1]) },
        Trial(name: "silu", shapes: [[1001]]) { context, x, _ in context.activate(x[0], .silu) },
        Trial(name: "gelu", shapes: [[1001]]) { context, x, _ in context.activate(x[0], .gelu) },
        Trial(name: "convert", shapes: [[1003]]) { context, x, _ in context.cast(context.cast(x[0], .bf16), .f32) },
    ]

    private static let moves = [
        Trial(name: "permute", shapes: [[2, 3, 5, 8]]) { context, x, _ in
            context.permute(x[0], shape: [2, 3, 5, 8], axes: [2, 0, 1, 3])
        },
        Trial(name: "permute, last axis", shapes: [[6, 35]]) { context, x, _ in
            context.permute(x[0], shape: [6, 5, 7], axes: [2, 1, 0])
        },
        Trial(name: "windows", shapes: [[2, 6, 9, 12]]) { context, x, _ in context.windows(x[0], kernel: 3) },
        Trial(name: "prepend", shapes: [[6, 10], [14, 10]]) { context, x, _ in
            context.prepend(x[0], to: x[1], groups: 2)
        },
        Trial(name: "drop", shapes: [[14, 10]]) { context, x, _ in context.drop(first: 3, of: x[0], groups: 2) },
        Trial(name: "join", shapes: [[12, 5], [3, 4]], records: false) { context, x, _ in context.joined(x, rows: 12) },
        Trial(name: "row", shapes: [[12, 16]], records: false) { context, x, _ in
            context.add(context.row(7, of: x[0]), context.row(3, of: x[0]))
        },
        Trial(name: "gather", shapes: [[9, 11]], records: false) { context, x, _ in
            context.gathered(x[0], [3, -1, 8, 0, 3])
        },
    ]

    private static let attentions =
        [16, 32, 64, 128].flatMap { size in
            [AttentionShape.Mask.causal, .full].map { mask in
                Trial(name: "attention of \(size), \(mask)", shapes: [[2 * 5 * 27, 3 * 2 * size]]) { context, x, _ in
                    let shape = AttentionShape(clips: 2, frames: 5, tokens: 27, heads: 2, headDim: size, mask: mask)
                    let qkv = context.cast(x[0], context.activations)
                    return context.attention(
                        qkv, shape, rotary: rotary(tokens: 5 * 27 * (mask == .full ? 2 : 1), size, context.device))
                }
            }
        } + [
            Trial(name: "attention over a cache", shapes: [[3 * 20, 3 * 2 * 32]], records: false) { context, x, _ in
                let shape = AttentionShape(clips: 1, frames: 1, tokens: 20, heads: 2, headDim: 32, mask: .causal)
                let cache = KVCache(slots: 4, shape: shape, precision: context.precision, pool: context.pool)
                let qkv = context.cast(x[0], context.activations)
                var out: Tensor?
                for frame in 0..<3 {
                    let rows = context.reshape(context.row(frame, of: context.reshape(qkv, [3, 20 * 192])), [20, 192])
                    out = context.attention(
                        rows, cache: cache, slot: frame, filled: frame + 1, rotary: rotary(tokens: 20, 32, nil))
                }
                return out!
            }
        ]

    /// Rotations by three positions a token; made on `device` if there is one.
    private static func rotary(tokens: Int, _ size: Int, _ device: CUDADevice?) -> RotaryTable {
        RotaryTable(
            positions: (0..<tokens * 3).map { Float($0 % 17) * 0.3 }, axes: 3, axis: (0..<size / 2).map { $0 % 3 },
            frequency: (0..<size / 2).map { 1 / Float(1 + $0) }, device: device)
    }

    private static let flows = [
        Trial(name: "normals", shapes: [], records: false) { context, _, _ in
            context.noise([1003], seed: 7, stream: 9)
        },
        Trial(name: "mix noise", shapes: [[4, 30], [4, 30]], records: false) { context, x, _ in
            context.mixed(x[0], x[1], levels: [0.1, 0.5, 0, 1])
        },
        Trial(name: "combine", shapes: [[4, 30], [4, 30]], records: false) { context, x, _ in
            let y = context.combined(2, x[0], -0.5, x[1], factors: [0, 1, 2, 3])
            context.add(0.25, x[1], into: y)
            return y
        },
        Trial(name: "weighted error", shapes: [[4, 300], [4, 300]], records: false) { context, x, _ in
            let (gradient, loss) = context.weightedError(x[0], x[1], weights: [0, 1, 1, 0.5])
            return context.joined([gradient, context.constant([loss()], [1, 1])], rows: 4)
        },
        Trial(name: "match", shapes: [[4, 300], [4, 300], [4, 300], [4, 300]], records: false) { context, x, _ in
            let (gradient, size) = context.matching(
                fake: x[0], real: x[1], x: x[2], noised: x[3], levels: [0.2, 0.9, 0.5, 0], factors: [0.1, 0, 1, 0.5])
            return context.joined([gradient, context.constant([size()], [1, 1])], rows: 4)
        },
        Trial(name: "limit", shapes: [[12, 10]], records: false) { context, x, _ in
            context.limit(x[0], to: 0.9, strengths: [0.5, 1.5])
            return x[0]
        },
        Trial(name: "views of memory", shapes: [[4, 6, 7], [4, 6, 5], [4, 6, 5]], records: false) { context, x, _ in
            context.noisedViews(x[0], noise: x[1], errors: x[2], levels: [0.1, -1, 0.3, 0], clipFrames: 2)
        },
    ]
}
