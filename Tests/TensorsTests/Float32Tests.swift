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
        #expect(Int8Tests.relativeError(found, exact) < 1e-5)
        #expect((0..<rows).allSatisfy { out[($0 * ld + headDim)..<(($0 + 1) * ld)].allSatisfy { $0 == 7 } })
        #expect((0..<rows).allSatisfy { weights[($0 * weightsLd + keys)..<(($0 + 1) * weightsLd)] == [7, 7] })

        // The bits of a row do not depend on the others.
        var (alone, own) = ([Float](repeating: 0, count: headDim), [Float](repeating: 0, count: keys))
        for r in 0..<rows {
            let one = Array(q[(r * headDim)..<((r + 1) * headDim)])
            dk_attention32(one, 1, k, v, Int32(keys), Int32(headDim), scale, &alone, headDim, &own, keys)
            let same = alone == Array(out[(r * ld)..<(r * ld + headDim)])
            #expect(same, "row \(r)")
        }
    }

    /// Streaming reads packed weights, training leaves the product to BLAS.
    @Test(arguments: [(16, 32, 48), (23, 96, 700), (80, 384, 384), (255, 64, 1000), (17, 40, 33)])
    func streamingAgreesWithTraining(m: Int, n: Int, k: Int) {
        let (store, w, b, x) = Int8Tests.layer(m: m, n: n, k: k, seed: UInt64.random(in: 0..<(1 << 60)))
        func run(recording: Bool, threads: Int = 1) -> [Float] {
            let context = Context(
                store, precision: .f32, recording: recording, workers: WorkerPool(threads: threads))
            return context.linear(context.constant(x, [m, k]), w, bias: b, activation: .gelu).array
        }
        let streamed = run(recording: false)
        #expect(Int8Tests.relativeError(streamed, run(recording: true)) < 1e-6)
        if Kernels.hasVectors32 && n % FloatPanels.columns == 0 {
            let same = run(recording: false, threads: 3) == streamed
            #expect(same)
        }
        // Weights that change are packed anew.
        for i in 0..<w.count { store.pointer(w)[i] *= -1 }
        store.changed()
        #expect(Int8Tests.relativeError(run(recording: false), run(recording: true)) < 1e-6)
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
