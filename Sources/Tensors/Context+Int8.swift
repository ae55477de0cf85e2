import CKernels

extension Context {
    /// The product x W^T in int8: rows and output channels quantised, summed exactly in s32, scaled back in the epilogue.
    func product8(_ x: Tensor, _ w: Parameter, _ epilogue: dk_epilogue) {
        let n = w.shape[0]
        let k = w.count / n
        let input = quantized(x)
        let panels = store.quantizedPanels(w, workers: workers)
        let epilogue = UnsafeSendable(epilogue)
        product(m: x.rows, n: n, k: k) { m0, m1, p0, p1 in
            var e = epilogue.value
            dk_gemm8(
                input.values, input.stride, input.scales, panels.values, panels.scales, panels.offsets, Int32(k),
                Int32(n), m0, m1, p0, p1, &e)
        }
    }

    /// The rows of x as bytes, made once for all layers that read them.
    private func quantized(_ x: Tensor) -> QuantizedRows {
        if let existing = x.quantized { return existing }
        let made = QuantizedRows(rows: x.rows, columns: x.columns, pool: pool)
        rows(x.rows, by: max(4, (1 << 14) / x.columns)) { start, end in made.fill(x, start, end) }
        x.quantized = made
        return made
    }
}
