import Testing

@testable import Tensors

/// Attention over a cache: every arithmetic against f32, with and without a last panel that tokens do not fill.
struct CachedAttentionTests {
    static func frames(
        _ precision: Context.Precision, tokens: Int, headDim: Int, normalizes: Bool, count: Int, threads: Int = 1,
        seed: UInt64
    ) -> [Float] {
        let shape = AttentionShape(
            clips: 1, frames: 1, tokens: tokens, heads: 3, headDim: headDim, mask: .causal, normalizesQK: normalizes)
        let context = Context(ParameterStore(), precision: precision, workers: WorkerPool(threads: threads))
        let slots = 3
        let cache = KVCache(slots: slots, shape: shape, precision: precision, pool: context.pool)
        var last: [Float] = []
        for frame in 0..<count {
            let values = Int8Tests.normals(tokens * 3 * shape.width, seed &+ UInt64(frame))
            let qkv = context.cast(context.constant(values, [tokens, 3 * shape.width]), context.activations)
            let rotary = RotaryTable(
                positions: (0..<tokens).map { [Float(frame), Float($0)] }, pairs: [headDim / 4, headDim / 4],
                bases: [100, 30])
            last =
                context.attention(
                    qkv, cache: cache, slot: frame % slots, filled: min(frame + 1, slots), rotary: rotary
                ).array
        }
        return last
    }

    @Test(arguments: [(16, 32), (23, 64), (40, 16)], [true, false])
    func everyPrecisionIsNearFloat(size: (Int, Int), normalizes: Bool) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        func run(_ precision: Context.Precision, threads: Int = 1) -> [Float] {
            Self.frames(
                precision, tokens: size.0, headDim: size.1, normalizes: normalizes, count: 5, threads: threads,
                seed: seed)
        }
        let exact = run(.f32)
        // Bytes, where the CPU has int8 products of its own: off by 0.014 to 0.021 in the mean of these sizes.
        for (precision, bound) in [(Context.Precision.bf16, 1e-2), (.int8, Kernels.prefersInt8 ? 5e-2 : 1e-2)] {
            let found = run(precision)
            #expect(Int8Tests.relativeError(found, exact) < bound, "seed \(seed)")
            // A comparison of arrays would print both.
            let same = run(precision, threads: 2) == found
            #expect(same, "seed \(seed)")
        }
    }

    @Test func aCopyKeepsWhatWasThere() {
        let shape = AttentionShape(clips: 1, frames: 1, tokens: 5, heads: 1, headDim: 16, mask: .causal)
        for precision in Context.Precision.allCases {
            let context = Context(ParameterStore(), precision: precision, workers: WorkerPool(threads: 1))
            let cache = KVCache(slots: 2, shape: shape, precision: precision, pool: context.pool)
            let rotary = RotaryTable(positions: (0..<5).map { [Float($0)] }, pairs: [8], bases: [100])
            func step(_ cache: KVCache, slot: Int, seed: UInt64) -> [Float] {
                let x = context.constant(Int8Tests.normals(5 * 48, seed), [5, 48])
                return context.attention(
                    context.cast(x, context.activations), cache: cache, slot: slot, filled: slot + 1, rotary: rotary
                ).array
            }
            _ = step(cache, slot: 0, seed: 1)
            let copy = cache.copy(pool: context.pool)
            let expected = step(cache, slot: 1, seed: 2)
            #expect(step(copy, slot: 1, seed: 2) == expected)
            #expect(step(copy, slot: 1, seed: 3) != expected)
        }
    }
}
