import CKernels

extension Context {
    /// y = activation(x W^T + b): x [..., K], W [N, ...] of K elements a row, y [..., N].
    ///
    /// `quantizes` lets the product be made of int8 where that is the precision.
    public func linear(
        _ x: Tensor, _ w: Parameter, bias: Parameter? = nil, activation: Activation = .none, output: DType? = nil,
        quantizes: Bool = false
    ) -> Tensor {
        let n = w.shape[0]
        let k = w.count / n
        precondition(x.columns == k, "linear \(w.name): input has \(x.columns) columns, not \(k)")
        let m = x.rows
        if let device { return cudaLinear(x, w, bias: bias, activation: activation, output: output, device) }
        let shape = x.shape.dropLast() + [n]
        let type = precision == .f32 ? .f32 : (output ?? .bf16)
        let y = tensor(Array(shape), type)
        let keepsInput = recording && activation != .none
        let pre = keepsInput ? tensor(Array(shape), activations) : nil
        count(2 * Double(m) * Double(n) * Double(k))
        if quantizes && precision == .int8 {
            measured("linear, int8", flops: 2 * Double(m) * Double(w.count), moved: x.bytes + y.bytes, stored: w.count)
            {
                product8(x, w, epilogue(w, bias, activation, y))
            }
            return y
        }
        let input = cast(x, activations)
        let started = profile?.log.start()
        if precision == .f32 {
            linear32(input, w, bias, activation, y, pre)
        } else {
            var epilogue = epilogue(w, bias, activation, y)
            epilogue.pre16 = pre?.bf16OrNil
            product16(input, w, epilogue)
        }
        // A few rows, such as those of adaLN, are bound by reading the weights.
        finish(
            started, m < 16 ? "linear, few rows" : "linear", flops: 2 * Double(m) * Double(n) * Double(k),
            moved: input.bytes + y.bytes, stored: w.count * activations.bytes)
        record { self.linearBackward(input, w, bias, activation, y, pre) }
        return y
    }

    /// x + gate * (y W^T + b) f32, in one pass where no gradients are recorded.
    public func linear(
        _ y: Tensor, _ w: Parameter, bias: Parameter? = nil, addedTo sum: GatedSum, quantizes: Bool = false
    ) -> Tensor {
        if let device { return cudaLinear(y, w, bias: bias, addedTo: sum, device) }
        if recording || precision == .f32 {
            let product = linear(y, w, bias: bias, quantizes: quantizes)
            return residual(sum.x, product, modulation: sum.modulation, gate: sum.gate)
        }
        let out = tensor(sum.x.shape)
        precondition(out.columns == w.shape[0] && out.rows == y.rows && sum.x.dtype == .f32)
        count(2 * Double(y.rows) * Double(w.count))
        var epilogue = epilogue(w, bias, .none, out)
        epilogue.residual = UnsafePointer(sum.x.f32)
        epilogue.rounds = 1
        if let m = sum.modulation {
            epilogue.gate = UnsafePointer(m.f32 + sum.gate)
            (epilogue.gate_ld, epilogue.rows_per_gate) = (m.columns, y.rows / m.rows)
        }
        let eight = quantizes && precision == .int8
        measured(
            eight ? "linear, int8" : "linear", flops: 2 * Double(y.rows) * Double(w.count),
            moved: y.bytes + sum.x.bytes + out.bytes, stored: w.count * (eight ? 1 : 2)
        ) {
            if eight { product8(y, w, epilogue) } else { product16(cast(y, .bf16), w, epilogue) }
        }
        return out
    }

    private func epilogue(_ w: Parameter, _ bias: Parameter?, _ activation: Activation, _ y: Tensor) -> dk_epilogue {
        dk_epilogue(
            bias: bias.map { UnsafePointer(store.pointer($0)) }, activation: activation.rawValue,
            out32: y.f32OrNil, out16: y.bf16OrNil, pre16: nil, ld: w.shape[0], accumulate: 0, gate: nil,
            residual: nil, gate_ld: 0, rows_per_gate: 1, rounds: 0)
    }

    private func product16(_ x: Tensor, _ w: Parameter, _ epilogue: dk_epilogue) {
        let n = w.shape[0]
        let k = w.count / n
        let panels = UnsafeSendable(store.panels(w, backward: false, workers: workers))
        let epilogue = UnsafeSendable(epilogue)
        product(m: x.rows, n: n, k: k) { m0, m1, p0, p1 in
            var e = epilogue.value
            dk_gemm(x.bf16, k, panels.value, Int32(k), Int32(n), m0, m1, p0, p1, &e)
        }
    }

    /// Cuts an [m, n] product into chunks: by rows when there are many, by panels of columns when there are few.
    func product(m: Int, n: Int, k: Int, _ body: (Int32, Int32, Int32, Int32) -> Void) {
        let panels = (n + 15) / 16
        if m >= 256 {
            let size = m >= 2048 && k <= 384 && Kernels.Tile.current == .avx512 ? 256 : k > 1024 ? 64 : 128
            rows(m, by: size) { start, end in body(Int32(start), Int32(end), 0, Int32(panels)) }
        } else {
            let unit = Kernels.panelsAtOnce
            let units = (panels + unit - 1) / unit
            let perChunk = max(1, (units + 2 * workers.threads - 1) / (2 * workers.threads))
            let chunks = m * n * k < 1 << 17 ? 1 : (units + perChunk - 1) / perChunk
            let size = (chunks == 1 ? units : perChunk) * unit
            workers.run(chunks) { chunk in
                body(0, Int32(m), Int32(chunk * size), Int32(min(panels, (chunk + 1) * size)))
            }
        }
    }

    private func linear32(
        _ x: Tensor, _ w: Parameter, _ bias: Parameter?, _ activation: Activation, _ y: Tensor, _ pre: Tensor?
    ) {
        let n = w.shape[0]
        let k = w.count / n
        let panels = store.floatPanels(w, backward: false, workers: workers)
        let offset = UnsafeSendable(bias.map { store.pointer($0) })
        product32(x, panels, n: n, k: k, into: y) { rows, columns in
            for row in rows {
                let at = row * n + columns.lowerBound
                let out = y.f32 + at
                if let b = offset.value { for i in columns { y.f32[row * n + i] += b[i] } }
                if let pre { (pre.f32 + at).update(from: out, count: columns.count) }
                if activation != .none { dk_activation(activation.rawValue, out, out, nil, columns.count) }
            }
        }
    }

    /// y [M, N] = x [M, K] times panels [K, N]; `finish` is given what is done, rows and columns.
    private func product32(
        _ x: Tensor, _ panels: FloatPanels, n: Int, k: Int, into y: Tensor,
        finish: (Range<Int>, Range<Int>) -> Void = { _, _ in }
    ) {
        let product = UnsafeSendable(
            dk_product32(
                a: x.f32, ms: k, ks: 1, panels: panels.values, k: Int32(k), n: Int32(n), alpha: 1, beta: 0, out: y.f32,
                ld: n))
        self.product(m: x.rows, n: n, k: k) { m0, m1, p0, p1 in
            withUnsafePointer(to: product.value) { dk_gemm32($0, m0, m1, p0, p1) }
            finish(Int(m0)..<Int(m1), Int(p0) * 16..<min(n, Int(p1) * 16))
        }
    }

    /// dW [N, K] += d^T x in f32.
    private func weightGradient32(
        _ d: Tensor, _ x: Tensor, n: Int, k: Int, m: Int, into dw: UnsafeMutablePointer<Float>
    ) {
        let panels = FloatPanels(x.f32, k: m, n: k, transposed: false, workers: workers)
        let product = UnsafeSendable(
            dk_product32(
                a: d.f32, ms: 1, ks: n, panels: panels.values, k: Int32(m), n: Int32(k), alpha: 1, beta: 1, out: dw,
                ld: k))
        rows(n, by: n > 128 ? 96 : 32) { start, end in
            withUnsafePointer(to: product.value) {
                dk_gemm32($0, Int32(start), Int32(end), 0, Int32((k + 15) / 16))
            }
        }
    }

    private func linearBackward(
        _ x: Tensor, _ w: Parameter, _ bias: Parameter?, _ activation: Activation, _ y: Tensor, _ pre: Tensor?
    ) {
        guard let dy = y.gradient else { return }
        y.gradient = nil
        let n = w.shape[0]
        let k = w.count / n
        let m = x.rows
        var d = dy
        if activation != .none || dy.dtype != activations {
            d = tensor(y.shape, activations)
            rows(dy.count, by: 1 << 14) { start, end in
                dk_activation_backward(
                    activation.rawValue, pre?.bf16OrNil.map { $0 + start }, pre?.f32OrNil.map { $0 + start },
                    dy.f32OrNil.map { $0 + start }, dy.bf16OrNil.map { $0 + start },
                    d.bf16OrNil.map { $0 + start }, d.f32OrNil.map { $0 + start }, end - start)
            }
        }
        if let bias { sumRows(d, into: store.gradient(bias)!) }
        count(2 * Double(m) * Double(n) * Double(k) * (x.requiresGradient ? 2 : 1))
        let dw = UnsafeSendable(store.gradient(w)!)
        if precision == .f32 {
            weightGradient32(d, x, n: n, k: k, m: m, into: dw.value)
            if x.requiresGradient {
                let dx = tensor(x.shape)
                product32(d, store.floatPanels(w, backward: true, workers: workers), n: k, k: n, into: dx)
                accumulate(dx, into: x)
            }
            return
        }
        weightGradient(d, x, n: n, k: k, m: m, into: dw.value)
        if x.requiresGradient {
            let dx = tensor(x.shape, .bf16)
            let panels = UnsafeSendable(store.panels(w, backward: true, workers: workers))
            let nEven = (n + 1) / 2 * 2
            precondition(n == nEven, "linear \(w.name): an odd number of outputs has no bf16 backward")
            product(m: m, n: k, k: n) { m0, m1, p0, p1 in
                var e = dk_epilogue()
                e.out16 = dx.bf16
                e.ld = k
                dk_gemm(d.bf16, n, panels.value, Int32(n), Int32(k), m0, m1, p0, p1, &e)
            }
            accumulate(dx, into: x)
        }
    }

    /// dW [N, K] += d^T x, both operands packed along the rows they share.
    private func weightGradient(
        _ d: Tensor, _ x: Tensor, n: Int, k: Int, m: Int, into dw: UnsafeMutablePointer<Float>
    ) {
        let target = UnsafeSendable(dw)
        let right = (k + 15) / 16
        let tile = Kernels.Tile.current
        // Chunks so many that threads have equally many, of about 96 rows, or 256 where each chunk widens x anew.
        let (unit, rows) = tile == .avx512 ? (workers.threads, 256) : (4, 96)
        let chunks = (n + rows * unit - 1) / (rows * unit) * unit
        let size = ((n + chunks - 1) / chunks + 7) / 8 * 8
        if tile == .avx512 {
            weightRows(n, by: size, m) { start, end, k0, k1 in
                dk_gemm_tn_rows(
                    d.bf16, n, x.bf16, k, Int32(k0), Int32(k1), Int32(k), Int32(start), Int32(end), 0, Int32(right),
                    target.value, k, 1)
            }
            return
        }
        let pairs = (m + 1) / 2
        let left = (n + 15) / 16
        let a = Tensor([left * 16 * pairs * 2], .bf16, pool: pool)
        let b = Tensor([right * 16 * pairs * 2], .bf16, pool: pool)
        self.rows(left + right, by: max(1, (left + right) / 16)) { start, end in
            for p in start..<end {
                if p < left {
                    dk_pack16(d.bf16, n, Int32(m), Int32(n), Int32(p), Int32(p + 1), a.bf16)
                } else {
                    dk_pack16(x.bf16, k, Int32(m), Int32(k), Int32(p - left), Int32(p - left + 1), b.bf16)
                }
            }
        }
        weightRows(n, by: size, m) { start, end, k0, k1 in
            dk_gemm_tn(
                tile.kind, a.bf16, b.bf16, Int32(pairs), Int32(k0 / 2), Int32((k1 + 1) / 2), Int32(k), Int32(start),
                Int32(end), 0, Int32(right), target.value, k, 1)
        }
    }

    /// Chunks of a weight's rows, and within each the rows k0..<k1 that are summed over, some at a time.
    private func weightRows(_ n: Int, by size: Int, _ m: Int, _ body: (Int, Int, Int, Int) -> Void) {
        rows(n, by: size) { start, end in
            for k0 in stride(from: 0, to: m, by: 512) { body(start, end, k0, min(m, k0 + 512)) }
        }
    }

    /// Sums rows in a fixed number of parts, so that the result does not depend on the threads.
    private func sumRows(_ x: Tensor, into sum: UnsafeMutablePointer<Float>) {
        let n = x.columns
        let parts = 8
        let partial = Tensor([parts, n], pool: pool)
        partial.zero()
        let size = (x.rows + parts - 1) / parts
        workers.run(parts) { part in
            let start = part * size
            let count = min(x.rows, start + size) - start
            guard count > 0 else { return }
            if x.dtype == .bf16 {
                dk_sum_rows16(x.bf16 + start * n, Int32(count), Int32(n), partial.f32 + part * n)
            } else {
                dk_sum_rows32(x.f32 + start * n, Int32(count), Int32(n), partial.f32 + part * n)
            }
        }
        dk_sum_rows32(partial.f32, Int32(parts), Int32(n), sum)
    }
}
