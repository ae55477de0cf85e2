import CKernels

/// One product by one kind of bf16 tile, packed beforehand.
final class TileProduct {
    private let tile: Kernels.Tile
    private let (rows, outputs, inputs): (Int, Int, Int)
    private let left: Tensor
    private let panels: Tensor
    private let out: Tensor

    /// [rows, inputs] times [inputs, outputs], outputs a multiple of 16, inputs even.
    init(_ tile: Kernels.Tile, rows: Int, outputs: Int, inputs: Int) {
        (self.tile, self.rows, self.outputs, self.inputs) = (tile, rows, outputs, inputs)
        let pool = BufferPool(device: nil)
        left = Tensor([rows, inputs], .bf16, pool: pool)
        panels = Tensor([inputs, outputs], .bf16, pool: pool)
        out = Tensor([rows, outputs], pool: pool)
        for tensor in [left, panels] {
            // Scattered over all mantissas.
            let values = (0..<tensor.count).map {
                Float(UInt32(truncatingIfNeeded: $0) &* 2_654_435_761 >> 8) * 0x1p-23 - 1
            }
            dk_to_bf16(values, tensor.bf16, values.count)
        }
    }

    func run() {
        var epilogue = dk_epilogue()
        (epilogue.out32, epilogue.ld) = (out.f32, outputs)
        dk_gemm_by(
            tile.kind, left.bf16, inputs, panels.bf16, Int32(inputs), Int32(outputs), 0, Int32(rows), 0,
            Int32(outputs / 16),
            &epilogue)
    }

    func bits() -> [UInt32] {
        run()
        return out.array.map(\.bitPattern)
    }
}
