extension Context {
    /// This model's parameters on the GPU.
    func parameters(on device: CUDADevice) -> DeviceParameters { store.parameters(on: device, gradients: recording) }

    /// One thread for 8 elements.
    private func groups(_ count: Int) -> Int { (count + 7) / 8 }

    /// `Context.linear` on a GPU. The bias is added with the activation, after the product.
    func cudaLinear(
        _ x: Tensor, _ w: Parameter, bias: Parameter?, activation: Activation, output: DType?, _ device: CUDADevice
    ) -> Tensor {
        let n = w.shape[0]
        let shape = x.shape.dropLast() + [n]
        let y = tensor(Array(shape), precision == .f32 ? .f32 : (output ?? .bf16))
        let input = cast(x, activations)
        let p = parameters(on: device)
        let keeps = recording && activation != .none
        let pre = keeps ? tensor(Array(shape), activations) : nil
        cudaProduct(input, p.matrix(w, activations), n: n, into: pre ?? y, device)
        if activation != .none || bias != nil {
            let from = pre ?? y
            device.launch(
                "activation", items: groups(y.count), .int(Int(activation.rawValue)),
                .pointer(pre == nil ? y.modified : from.read), .wide(from.dtype), .pointer(bias.map(p.value) ?? 0),
                .int(n),
                .pointer(pre == nil ? y.modified : y.written), .wide(y.dtype), .long(y.count))
        }
        record {
            guard let dy = y.gradient else { return }
            y.gradient = nil
            var d = dy
            if activation != .none || dy.dtype != self.activations {
                d = self.tensor(y.shape, self.activations)
                device.launch(
                    "activation_backward", items: self.groups(dy.count), .int(Int(activation.rawValue)),
                    .pointer(pre?.read ?? 0), .wide(self.activations), .pointer(bias.map(p.value) ?? 0), .int(n),
                    .pointer(dy.read), .wide(dy.dtype), .pointer(d.written), .wide(d.dtype), .long(dy.count))
            }
            if let bias { self.cudaSumRows(d, into: p.gradient(bias), device) }
            self.cudaLinearBackward(input, d, w, device)
        }
        return y
    }

    /// y [m, n] = x [m, k] W [n, k] transposed.
    private func cudaProduct(_ x: Tensor, _ w: DevicePointer, n: Int, into y: Tensor, _ device: CUDADevice) {
        let (m, k) = (x.rows, x.columns)
        count(2 * Double(m) * Double(n) * Double(k))
        device.product(
            MatrixProducts.Product(
                transposesA: true, m: n, n: m, k: k, a: w, lda: k, b: x.read, ldb: k, c: y.written, ldc: n,
                input: x.dtype, output: y.dtype))
    }

    /// dW += d^T x, and the gradient d W of x.
    private func cudaLinearBackward(_ x: Tensor, _ d: Tensor, _ w: Parameter, _ device: CUDADevice) {
        let (m, k, n) = (x.rows, x.columns, d.columns)
        let p = parameters(on: device)
        count(2 * Double(m) * Double(n) * Double(k) * (x.requiresGradient ? 2 : 1))
        device.product(
            MatrixProducts.Product(
                transposesB: true, m: k, n: n, k: m, a: x.read, lda: k, b: d.read, ldb: n, c: p.gradient(w), ldc: k,
                input: x.dtype, output: .f32, beta: 1))
        guard x.requiresGradient else { return }
        let dx = tensor(x.shape, x.dtype)
        device.product(
            MatrixProducts.Product(
                m: k, n: m, k: n, a: p.matrix(w, d.dtype), lda: k, b: d.read, ldb: n, c: dx.written, ldc: k,
                input: d.dtype, output: dx.dtype))
        accumulate(dx, into: x)
    }

    /// sum += the rows of x, in a fixed order.
    private func cudaSumRows(_ x: Tensor, into sum: DevicePointer, _ device: CUDADevice) {
        let (rows, n) = (x.rows, x.columns)
        let parts = max(1, min(256, rows / 64))
        let partial = Tensor([parts, n], pool: pool)
        device.launch(
            "sum_rows", grid: ((n + 31) / 32, parts, 1), block: 256, .pointer(x.read), .wide(x.dtype), .int(rows),
            .int(n), .pointer(partial.written))
        device.launch("add_parts", items: n, .pointer(partial.read), .int(parts), .int(n), .pointer(sum))
    }

    /// x + gate (y W^T + b): the bias is added with the gate.
    func cudaLinear(
        _ y: Tensor, _ w: Parameter, bias: Parameter?, addedTo sum: GatedSum, _ device: CUDADevice
    ) -> Tensor {
        let p = parameters(on: device)
        let input = cast(y, activations)
        let product = tensor(Array(y.shape.dropLast()) + [w.shape[0]], activations)
        cudaProduct(input, p.matrix(w, activations), n: w.shape[0], into: product, device)
        record {
            guard let d = product.gradient else { return }
            product.gradient = nil
            if let bias { self.cudaSumRows(d, into: p.gradient(bias), device) }
            self.cudaLinearBackward(input, d, w, device)
        }
        return cudaResidual(
            sum.x, product, bias: bias.map(p.value), modulation: sum.modulation, gate: sum.gate, device)
    }

    /// x + gate (y + bias).
    func cudaResidual(
        _ x: Tensor, _ y: Tensor, bias: DevicePointer? = nil, modulation: Tensor? = nil, gate: Int = 0,
        _ device: CUDADevice
    ) -> Tensor {
        let d = x.columns
        let out = tensor(x.shape)
        let perGate = modulation.map { x.rows / $0.rows } ?? x.rows
        // Gradients of gates are sums over a block.
        let perBlock = modulation == nil ? 8 : perGate
        let blocks = (x.rows + perBlock - 1) / perBlock
        let ld = modulation?.columns ?? 0
        func gates(_ m: Tensor?, _ address: (Tensor) -> DevicePointer) -> KernelArgument {
            .pointer(m.map { address($0) + gate * 4 } ?? 0)
        }
        let arguments: [KernelArgument] = [
            .pointer(x.read), .pointer(y.read), .wide(y.dtype), .pointer(bias ?? 0), gates(modulation) { $0.read },
            .long(ld), .int(perGate), .int(x.rows), .int(d), .pointer(out.written),
        ]
        if !recording, d <= Self.rowInRegisters, d % 2 == 0 {
            device.postpone(
                PostponedResidual(result: out.read, rows: x.rows, columns: d, perBlock: 4, arguments: arguments))
            return out
        }
        device.run(
            "gated_residual", grid: (blocks, 1, 1), block: 256, shared: 0, arguments + [.int(perBlock)])
        record {
            guard let g = out.gradient else { return }
            out.gradient = nil
            let dy = self.tensor(y.shape, y.dtype)
            let dm = modulation.map { self.gradient(of: $0) }
            device.launch(
                "gated_residual_backward", grid: (blocks, 1, 1), block: 256, .pointer(g.read), .pointer(y.read),
                .wide(y.dtype), .pointer(bias ?? 0), gates(modulation) { $0.read }, .long(ld), .int(perBlock),
                .int(x.rows), .int(d), .pointer(dy.written), .wide(dy.dtype), gates(dm) { $0.modified })
            self.accumulate(dy, into: y)
            self.accumulate(g, into: x)
        }
        return out
    }

    /// Columns of a row that a warp can keep.
    private static let rowInRegisters = 1024

    /// `Context.normalize` on a GPU.
    func cudaNormalize(_ x: Tensor, modulation: Tensor?, shift: Int, scale: Int, _ device: CUDADevice) -> Tensor {
        let d = x.columns
        let y = tensor(x.shape, activations)
        let perGroup = modulation.map { x.rows / $0.rows } ?? 64
        let ld = modulation?.columns ?? 0
        func column(_ m: Tensor?, _ at: Int, _ address: (Tensor) -> DevicePointer) -> KernelArgument {
            .pointer(m.map { address($0) + at * 4 } ?? 0)
        }
        let input = x.read
        if !recording, let residual = device.joined(to: input, rows: x.rows, columns: d) {
            device.run(
                "residual_norm", grid: ((x.rows + 3) / 4, 1, 1), block: 128, shared: 0,
                residual.arguments + [
                    column(modulation, shift) { $0.read }, column(modulation, scale) { $0.read }, .long(ld),
                    .int(perGroup), .float(1e-6), .pointer(y.written), .wide(y.dtype),
                ])
            return y
        }
        let mean = Tensor([x.rows], pool: pool)
        let rstd = Tensor([x.rows], pool: pool)
        device.launch(
            "layer_norm", grid: ((x.rows + 7) / 8, 1, 1), block: 256, .pointer(x.read), .int(x.rows), .int(d),
            column(modulation, shift) { $0.read }, column(modulation, scale) { $0.read }, .long(ld), .int(perGroup),
            .float(1e-6), .pointer(y.written), .wide(y.dtype), .pointer(recording ? mean.written : 0),
            .pointer(recording ? rstd.written : 0))
        record {
            guard let dy = y.gradient else { return }
            y.gradient = nil
            let adds = x.gradient != nil
            let dx = x.gradient ?? Tensor(x.shape, pool: self.pool)
            let dm = modulation.map { self.gradient(of: $0) }
            device.launch(
                "layer_norm_backward", grid: ((x.rows + perGroup - 1) / perGroup, 1, 1), block: 256, .pointer(x.read),
                .pointer(dy.read), .wide(dy.dtype), .int(x.rows), .int(d), column(modulation, scale) { $0.read },
                .long(ld), .int(perGroup), .pointer(mean.read), .pointer(rstd.read),
                .pointer(adds ? dx.modified : dx.written), .int(adds ? 1 : 0), column(dm, shift) { $0.modified },
                column(dm, scale) { $0.modified })
            if x.requiresGradient { x.gradient = dx }
        }
        return y
    }

    /// `Context.activate` on a GPU.
    func cudaActivate(_ x: Tensor, _ activation: Activation, _ device: CUDADevice) -> Tensor {
        let y = tensor(x.shape)
        device.launch(
            "activation", items: groups(x.count), .int(Int(activation.rawValue)), .pointer(x.read), .wide(x.dtype),
            .pointer(0), .int(1), .pointer(y.written), .wide(.f32), .long(x.count))
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape)
            device.launch(
                "activation_backward", items: self.groups(x.count), .int(Int(activation.rawValue)), .pointer(x.read),
                .wide(x.dtype), .pointer(0), .int(1), .pointer(g.read), .wide(g.dtype), .pointer(dx.written),
                .wide(.f32), .long(x.count))
            self.accumulate(dx, into: x)
        }
        return y
    }
}
