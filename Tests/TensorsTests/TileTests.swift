import CKernels
import Testing

@testable import Tensors

/// Products by every register tile that this machine has, beside plain sums.
struct TileTests {
    /// Rows, outputs and inputs, whole tiles of each and not.
    static let sizes = [(128, 96, 64), (7, 30, 18), (100, 100, 50), (1, 16, 2), (130, 40, 700), (9, 48, 6)]

    static func bf16(_ values: [Float]) -> [UInt16] {
        var out = [UInt16](repeating: 0, count: values.count)
        dk_to_bf16(values, &out, values.count)
        return out
    }

    static func wide(_ value: UInt16) -> Double { Double(Float(bitPattern: UInt32(value) << 16)) }

    /// Whether AVX512-BF16 rounds here as Intel documents it.
    static var bitsAreThoseOfBF16: Bool {
        let tiles: [Kernels.Tile] = [.avx512, .avx512bf16]
        guard tiles.allSatisfy(Kernels.Tile.available.contains) else { return false }
        let bits = tiles.map { TileProduct($0, rows: 16, outputs: 32, inputs: 64).bits() }
        return bits[0] == bits[1]
    }

    static func product(_ tile: Kernels.Tile, _ a: [UInt16], _ b: [UInt16], m: Int, n: Int, k: Int) -> [Float] {
        var panels = [UInt16](repeating: 0, count: (n + 15) / 16 * 16 * k)
        dk_pack_transposed16(b, k, Int32(k), Int32(n), 0, Int32((n + 15) / 16), &panels)
        var out = [Float](repeating: 7, count: m * n)
        out.withUnsafeMutableBufferPointer {
            var epilogue = dk_epilogue()
            (epilogue.out32, epilogue.ld) = ($0.baseAddress, n)
            dk_gemm_by(
                tile.kind, a, k, panels, Int32(k), Int32(n), 0, Int32(m), 0, Int32((n + 15) / 16), &epilogue)
        }
        return out
    }

    /// a^T b of a [m, n] and b [m, k], added to ones.
    static func transposed(_ tile: Kernels.Tile, _ a: [UInt16], _ b: [UInt16], m: Int, n: Int, k: Int) -> [Float] {
        let (pairs, right) = (Int32((m + 1) / 2), Int32((k + 15) / 16))
        var out = [Float](repeating: 1, count: n * k)
        if tile == .avx512 {
            dk_gemm_tn_rows(a, n, b, k, 0, Int32(m), Int32(k), 0, Int32(n), 0, right, &out, k, 1)
            return out
        }
        var (first, second) = (
            [UInt16](repeating: 0, count: (n + 15) / 16 * 32 * Int(pairs)),
            [UInt16](repeating: 0, count: Int(right * 32 * pairs))
        )
        dk_pack16(a, n, Int32(m), Int32(n), 0, Int32((n + 15) / 16), &first)
        dk_pack16(b, k, Int32(m), Int32(k), 0, right, &second)
        dk_gemm_tn(tile.kind, first, second, pairs, 0, pairs, Int32(k), 0, Int32(n), 0, right, &out, k, 1)
        return out
    }

    @Test(arguments: sizes) func everyTileIsNearExact(m: Int, n: Int, k: Int) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        let (a, b) = (Self.bf16(Int8Tests.normals(m * k, seed)), Self.bf16(Int8Tests.normals(n * k, seed &+ 1)))
        let exact = (0..<m * n).map { i in
            Float((0..<k).reduce(0.0) { $0 + Self.wide(a[i / n * k + $1]) * Self.wide(b[i % n * k + $1]) })
        }
        let (left, right) = (Self.bf16(Int8Tests.normals(m * n, seed)), Self.bf16(Int8Tests.normals(m * k, seed &+ 2)))
        let exactTransposed = (0..<n * k).map { i in
            Float((0..<m).reduce(1.0) { $0 + Self.wide(left[$1 * n + i / k]) * Self.wide(right[$1 * k + i % k]) })
        }
        var found: [[Float]] = []
        for tile in Kernels.Tile.available {
            found.append(
                Self.product(tile, a, b, m: m, n: n, k: k)
                    + Self.transposed(tile, left, right, m: m, n: n, k: k))
            #expect(Int8Tests.relativeError(found.last!, exact + exactTransposed) < 1e-6, "\(tile), seed \(seed)")
        }
        if Self.bitsAreThoseOfBF16 {
            let same = found[found.count - 1] == found[found.count - 2]
            #expect(same, "seed \(seed)")
        }
    }

    /// What is too small for a normal number is 0 to AVX512-BF16.
    @Test func subnormalsVanishInBoth() {
        guard Self.bitsAreThoseOfBF16 else { return }
        let (m, n, k) = (16, 32, 40)
        let seed = UInt64.random(in: 0..<(1 << 60))
        var random = PhiloxGenerator(seed: seed)
        func drawn(_ count: Int, exponents: UInt64) -> [UInt16] {
            (0..<count).map { _ in
                UInt16(truncatingIfNeeded: random.next() & 0x807f | (random.next() % exponents) << 7)
            }
        }
        let (a, b) = (drawn(m * k, exponents: 3), drawn(n * k, exponents: 130))
        let tiles: [Kernels.Tile] = [.avx512, .avx512bf16]
        let bits = tiles.map { Self.product($0, a, b, m: m, n: n, k: k).map(\.bitPattern) }
        #expect(bits[0] == bits[1], "seed \(seed)")
    }

    /// Attention, whose tiles are used one by one; the tile in use may change because the bits do not.
    @Test(arguments: [(40, 640, 64), (13, 48, 32), (8, 16, 16)])
    func attentionHasTheBitsOfEither(rows: Int, keys: Int, headDim: Int) {
        guard Self.bitsAreThoseOfBF16 else { return }
        let seed = UInt64.random(in: 0..<(1 << 60))
        let (q, k, v) = (
            Self.bf16(Int8Tests.normals(rows * headDim, seed)), Self.bf16(Int8Tests.normals(keys * headDim, seed &+ 1)),
            Self.bf16(Int8Tests.normals(keys * headDim, seed &+ 2))
        )
        func attended(_ tile: Kernels.Tile) -> [UInt16] {
            dk_tile_choose(tile.kind)
            var scratch = [Float](repeating: 0, count: dk_attention_scratch(Int32(keys)))
            var out = [UInt16](repeating: 0, count: rows * headDim)
            dk_attention(
                q, Int32(rows), k, v, 1, Int32(keys), Int32(keys), Int32(headDim), 0.125, &out, headDim, nil, &scratch,
                nil, nil)
            return out
        }
        let found = [Kernels.Tile.avx512, .avx512bf16].map(attended)
        #expect(found[0] == found[1], "seed \(seed)")
    }

    /// The gradients of a layer by either tile, on any number of threads.
    @Test(arguments: [(40, 24, 30), (600, 256, 48), (33, 770, 16)])
    func gradientsHaveTheBitsOfEither(m: Int, n: Int, k: Int) {
        guard Self.bitsAreThoseOfBF16 else { return }
        let seed = UInt64.random(in: 0..<(1 << 60))
        let (store, w, b, x) = Int8Tests.layer(m: m, n: n, k: k, seed: seed)
        let direction = Int8Tests.normals(m * n, seed &+ 2)
        func gradients(_ tile: Kernels.Tile, threads: Int) -> [Float] {
            dk_tile_choose(tile.kind)
            let context = Context(store, recording: true, workers: WorkerPool(threads: threads))
            store.zeroGradients()
            let input = context.tensor([m, k])
            input.f32.update(from: x, count: x.count)
            let y = context.linear(input, w, bias: b, activation: .gelu, output: .f32)
            context.backward(y, seed: context.constant(direction, [m, n]))
            let all = store.gradients!
            return (0..<store.count).map { all[$0] } + input.gradient!.array
        }
        let expected = gradients(.avx512bf16, threads: 1)
        for threads in 1...3 {
            let same = gradients(.avx512, threads: threads) == expected
            #expect(same, "\(threads) threads, seed \(seed)")
        }
    }

    @Test(arguments: sizes) func everyFloatTileIsExact(m: Int, n: Int, k: Int) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        let (a, b) = (Int8Tests.normals(m * k, seed), Int8Tests.normals(n * k, seed &+ 1))
        var panels = [Float](repeating: 0, count: (n + 15) / 16 * 16 * k)
        dk_pack32(b, n, Int32(k), Int32(n), 0, Int32((n + 15) / 16), &panels)
        // A row-major, and the same numbers column by column.
        for (ms, ks) in [(k, 1), (1, m)] {
            let exact = (0..<m * n).map { i in
                Float(
                    (0..<k).reduce(3.0) { $0 + 2 * Double(a[i / n * ms + $1 * ks]) * Double(b[$1 * n + i % n]) })
            }
            var found: [[Float]] = []
            for isa in Kernels.InstructionSet.available.indices {
                var out = [Float](repeating: 6, count: m * n)
                a.withUnsafeBufferPointer { a in
                    panels.withUnsafeBufferPointer { panels in
                        out.withUnsafeMutableBufferPointer { out in
                            var product = dk_product32(
                                a: a.baseAddress, ms: ms, ks: ks, panels: panels.baseAddress, k: Int32(k), n: Int32(n),
                                alpha: 2, beta: 0.5, out: out.baseAddress, ld: n)
                            dk_gemm32_by(Int32(isa), &product, 0, Int32(m), 0, Int32((n + 15) / 16))
                        }
                    }
                }
                found.append(out)
                #expect(Int8Tests.relativeError(out, exact) < 1e-6, "instruction set \(isa), seed \(seed)")
            }
            // AVX2 and AVX-512 fuse alike.
            for wider in found.dropFirst(2) {
                let same = wider == found[1]
                #expect(same, "seed \(seed)")
            }
        }
    }
}
