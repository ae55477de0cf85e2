import CKernels
import Foundation

/// Measures products on one thread, in turns, the best of a few times each: some tens of milliseconds.
struct ArithmeticMeasurement {
    private static let (rows, outputs, inputs) = (128, 384, 384)
    private static let rounds = 5

    func choice() -> ArithmeticChoice {
        let usual = Kernels.Tile.available.last!
        let tiles = tileRates(usual)
        let tile = ArithmeticChoice.fastest(tiles, usual: usual)
        // Layers of play are those of the tile that play will have.
        dk_tile_choose(tile.kind)
        let layers = layerRates()
        let precision: Context.Precision = Kernels.hasFastInt8 ? .int8 : .bf16
        // A layer alone flatters f32, whose attention has twice as much to read.
        let candidates = layers.filter { $0.key != Context.Precision.f32.rawValue }
        return ArithmeticChoice(
            tile: tile, precision: ArithmeticChoice.fastest(candidates, usual: precision), tiles: tiles,
            layers: layers)
    }

    /// The usual tile, and AVX-512's f32 multiply-adds in its place where they give the same bits.
    private func tileRates(_ usual: Kernels.Tile) -> [String: Double] {
        let candidates = usual == .avx512bf16 ? [usual, .avx512] : [usual]
        let products = candidates.map { TileProduct($0, rows: Self.rows, outputs: Self.outputs, inputs: Self.inputs) }
        let same = products.map { $0.bits() == products[0].bits() }
        let best = fastest(products.map { product in { product.run() } })
        let rates = zip(candidates, zip(same, best)).filter { $1.0 }.map { ($0.rawValue, rate($1.1)) }
        return Dictionary(uniqueKeysWithValues: rates)
    }

    private func layerRates() -> [String: Double] {
        let store = ParameterStore()
        let w = store.declare("w", [Self.outputs, Self.inputs], deviation: 0.05)
        store.allocate(seed: 1)
        let workers = WorkerPool(threads: 1)
        let runs = Context.Precision.allCases.map { precision in
            let context = Context(store, precision: precision, workers: workers, pool: BufferPool(device: nil))
            let values = [Float](repeating: 0.5, count: Self.rows * Self.inputs)
            let x = context.cast(context.constant(values, [Self.rows, Self.inputs]), context.activations)
            return {
                x.quantized = nil
                _ = context.linear(x, w, quantizes: true)
            }
        }
        let rates = fastest(runs).map(rate)
        return Dictionary(uniqueKeysWithValues: zip(Context.Precision.allCases.map(\.rawValue), rates))
    }

    /// The shortest time of each, taken in turns.
    private func fastest(_ runs: [() -> Void]) -> [Double] {
        var best = [Double](repeating: .infinity, count: runs.count)
        for round in 0...Self.rounds {
            for (i, run) in runs.enumerated() {
                let begin = DispatchTime.now().uptimeNanoseconds
                run()
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
                // The first round packs and warms.
                if round > 0 { best[i] = min(best[i], max(seconds, 1e-9)) }
            }
        }
        return best
    }

    private func rate(_ seconds: Double) -> Double {
        2 * Double(Self.rows * Self.outputs * Self.inputs) / seconds * 1e-9
    }
}
