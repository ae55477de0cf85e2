import CKernels
import Foundation
import Testing

@testable import Tensors

/// The f32 kernels, which every other arithmetic is tested against: themselves against plain sums in double.
struct Float32Tests {
    /// Rows, keys and head dimensions, with and without whole tiles of each.
    @Test(arguments: [(64, 128, 64), (13, 37, 64), (80, 100, 32), (5, 1, 96), (9, 40, 48), (2, 16, 7)])
    func attentionIsASoftmax(rows: Int, keys: Int, headDim: Int) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        let q = Int8Tests.normals(rows * headDim, seed)
        let k = Int8Tests.normals(keys * headDim, seed &+ 1)
        let v = Int8Tests.normals(keys * headDim, seed &+ 2)
        let scale = 1 / Float(headDim).squareRoot()
        // Rows of the output and of the weights have something between them, which must stay.
        let (ld, weightsLd) = (headDim + 3, keys + 2)
        var out = [Float](repeating: 7, count: rows * ld)
        var weights = [Float](repeating: 7, count: rows * weightsLd)
        dk_attention32(
            q, Int32(rows), k, v, Int32(keys), Int32(headDim), scale, &out, ld, &weights, weightsLd)
        var exact: [Float] = []
        for r in 0..<rows {
            var p = (0..<keys).map { j in
                (0..<headDim).reduce(0.0) { $0 + Double(q[r * headDim + $1]) * Double(k[j * headDim + $1]) }
                    * Double(scale)
            }
            let top = p.max()!
            p = p.map { exp($0 - top) }
            let sum = p.reduce(0, +)
            for i in 0..<headDim {
                exact.append(Float((0..<keys).reduce(0.0) { $0 + p[$1] / sum * Double(v[$1 * headDim + i]) }))
            }
        }
        let found = (0..<rows).flatMap { out[($0 * ld)..<($0 * ld + headDim)] }
        #expect(Int8Tests.relativeError(found, exact) < 1e-5, "seed \(seed)")
        #expect((0..<rows).allSatisfy { out[($0 * ld + headDim)..<(($0 + 1) * ld)].allSatisfy { $0 == 7 } })
        #expect((0..<rows).allSatisfy { weights[($0 * weightsLd + keys)..<(($0 + 1) * weightsLd)] == [7, 7] })

        // The bits of a row do not depend on the others.
        var (alone, own) = ([Float](repeating: 0, count: headDim), [Float](repeating: 0, count: keys))
        for r in 0..<rows {
            let one = Array(q[(r * headDim)..<((r + 1) * headDim)])
            dk_attention32(one, 1, k, v, Int32(keys), Int32(headDim), scale, &alone, headDim, &own, keys)
            let same = alone == Array(out[(r * ld)..<(r * ld + headDim)])
            #expect(same, "row \(r), seed \(seed)")
        }
    }

    /// Rows, outputs and inputs, with and without whole tiles of each: against plain sums in double, and on any number of threads.
    @Test(arguments: [
        (16, 32, 48), (23, 96, 700), (80, 384, 384), (300, 64, 1000), (17, 40, 33), (1, 1, 1), (5, 100, 3),
    ])
    func productsAreExact(m: Int, n: Int, k: Int) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        let (store, w, b, x) = Int8Tests.layer(m: m, n: n, k: k, seed: seed)
        func run(threads: Int = 1) -> (output: [Float], gradients: [Float], input: [Float]) {
            let context = Context(
                store, precision: .f32, recording: true, workers: WorkerPool(threads: threads))
            store.zeroGradients()
            let input = context.tensor([m, k])
            input.f32.update(from: x, count: x.count)
            let y = context.linear(input, w, bias: b)
            context.backward(y, seed: context.constant(Array(repeating: 1, count: m * n), [m, n]))
            let dw = store.gradient(w)!
            return (y.array, (0..<w.count).map { dw[$0] }, input.gradient!.array)
        }
        func weight(_ i: Int) -> Double { Double(store.pointer(w)[i]) }
        func exact() -> [Float] {
            (0..<m * n).map { i in
                Float(
                    (0..<k).reduce(Double(store.pointer(b)[i % n])) {
                        $0 + Double(x[i / n * k + $1]) * weight(i % n * k + $1)
                    })
            }
        }
        let one = run()
        #expect(Int8Tests.relativeError(one.output, exact()) < 1e-6, "seed \(seed)")
        // With gradients of 1, that of a weight is the sum of its inputs, that of an input the sum of its weights.
        let sums = (0..<k).map { i in Float((0..<m).reduce(0.0) { $0 + Double(x[$1 * k + i]) }) }
        #expect(Int8Tests.relativeError(one.gradients, (0..<n * k).map { sums[$0 % k] }) < 1e-5, "seed \(seed)")
        let weights = (0..<k).map { i in Float((0..<n).reduce(0.0) { $0 + weight($1 * k + i) }) }
        #expect(Int8Tests.relativeError(one.input, (0..<m * k).map { weights[$0 % k] }) < 1e-5, "seed \(seed)")
        let three = run(threads: 3)
        let same = three.output == one.output && three.gradients == one.gradients && three.input == one.input
        #expect(same, "seed \(seed)")
        // Weights that change are packed anew.
        for i in 0..<w.count { store.pointer(w)[i] *= -1 }
        store.changed()
        #expect(Int8Tests.relativeError(run().output, exact()) < 1e-6, "seed \(seed)")
    }

    /// The order of sums, which keeps the bits of streaming: every 320 products, the rest in halves.
    @Test(arguments: [(16, 32, 320), (9, 48, 700), (24, 16, 1152)])
    func sumsAreTakenInOneOrder(m: Int, n: Int, k: Int) {
        guard Kernels.InstructionSet.current != .baseline else { return }
        let (x, w) = (Int8Tests.normals(m * k, 1), Int8Tests.normals(n * k, 2))
        var panels = [Float](repeating: 0, count: n * k)
        dk_pack32_transposed(w, k, Int32(k), Int32(n), 0, Int32(n / 16), &panels)
        var found = [Float](repeating: 0, count: m * n)
        x.withUnsafeBufferPointer { x in
            panels.withUnsafeBufferPointer { panels in
                found.withUnsafeMutableBufferPointer { found in
                    var product = dk_product32(
                        a: x.baseAddress, ms: k, ks: 1, panels: panels.baseAddress, k: Int32(k), n: Int32(n), alpha: 1,
                        beta: 0, out: found.baseAddress, ld: n)
                    dk_gemm32(&product, 0, Int32(m), 0, Int32(n / 16))
                }
            }
        }
        let expected = (0..<m * n).map { i in
            var (total, at) = (Float(0), 0)
            while at < k {
                let left = k - at
                let count = left >= 640 ? 320 : left > 320 ? (left / 2 + 15) / 16 * 16 : left
                var sum: Float = 0
                for j in at..<at + count { sum.addProduct(x[i / n * k + j], w[i % n * k + j]) }
                total = at == 0 ? sum : total + sum
                at += count
            }
            return total
        }
        let same = found == expected
        #expect(same)
    }

    @Test(arguments: [Activation.gelu, .silu])
    func anActivationMayWriteWhatItReads(_ activation: Activation) {
        var x = Int8Tests.normals(1003, 5)
        var y = x
        dk_activation(activation.rawValue, x, &y, nil, x.count)
        x.withUnsafeMutableBufferPointer {
            dk_activation(activation.rawValue, $0.baseAddress!, $0.baseAddress!, nil, $0.count)
        }
        let same = x == y
        #expect(same)
    }
}
