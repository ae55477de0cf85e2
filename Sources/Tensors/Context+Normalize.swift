import CKernels

extension Context {
    /// Layer norm without affine parameters, then adaLN modulation: y = norm(x) (1 + scale) + shift.
    ///
    /// x f32 [..., D]; modulation [F, C] of which D columns from `shift` and `scale` are used, one row for every
    /// `rows(x) / F` consecutive rows of x. Peebles and Xie 2023, section 3.2.
    public func normalize(_ x: Tensor, modulation: Tensor? = nil, shift: Int = 0, scale: Int = 0) -> Tensor {
        if let device { return cudaNormalize(x, modulation: modulation, shift: shift, scale: scale, device) }
        let d = x.columns
        let y = tensor(x.shape, activations)
        let mean = Tensor([x.rows], pool: pool)
        let rstd = Tensor([x.rows], pool: pool)
        let groups = modulation?.rows ?? 1
        let perGroup = x.rows / groups
        let ld = modulation?.columns ?? 0
        let bytes = precision == .int8 ? QuantizedRows(rows: x.rows, columns: d, pool: pool) : nil
        measured("normalise, modulate", moved: x.bytes + y.bytes) {
            rows(x.rows, by: 64) { start, end in
                dk_layer_norm(
                    x.f32 + start * d, Int32(end - start), Int32(d), modulation.map { $0.f32 + shift },
                    modulation.map { $0.f32 + scale }, ld, Int32(perGroup), 1e-6, Int32(start),
                    y.f32OrNil.map { $0 + start * d }, y.bf16OrNil.map { $0 + start * d }, mean.f32 + start,
                    rstd.f32 + start)
                bytes?.fill(y, start, end)
            }
        }
        y.quantized = bytes
        record {
            guard let dy = y.gradient else { return }
            y.gradient = nil
            let dx = self.gradient(of: x)
            let dm = modulation.map { self.gradient(of: $0) }
            // Without modulation groups only serve to share out the rows.
            let size = modulation == nil ? 64 : perGroup
            self.rows(x.rows, by: size) { start, end in
                let at = modulation == nil ? 0 : start / perGroup * ld
                dk_layer_norm_backward(
                    x.f32 + start * d, dy.f32OrNil.map { $0 + start * d }, dy.bf16OrNil.map { $0 + start * d },
                    Int32(end - start), Int32(d), modulation.map { $0.f32 + at + scale }, mean.f32 + start,
                    rstd.f32 + start, dx.f32 + start * d, dm.map { $0.f32 + at + shift },
                    dm.map { $0.f32 + at + scale })
            }
        }
        return y
    }

    /// x + gate * y, gate a slice of `modulation` as in `normalize`; without modulation the plain sum.
    public func residual(_ x: Tensor, _ y: Tensor, modulation: Tensor? = nil, gate: Int = 0) -> Tensor {
        if let device { return cudaResidual(x, y, modulation: modulation, gate: gate, device) }
        let d = x.columns
        let out = tensor(x.shape)
        let perGroup = x.rows / (modulation?.rows ?? x.rows)
        let ld = modulation?.columns ?? 0
        let size = modulation == nil ? 64 : perGroup
        measured("gated residual", moved: x.bytes + y.bytes + out.bytes) {
            rows(x.rows, by: size) { start, end in
                dk_gated_residual(
                    x.f32 + start * d, y.bf16OrNil.map { $0 + start * d }, y.f32OrNil.map { $0 + start * d },
                    modulation.map { $0.f32 + start / perGroup * ld + gate }, Int32(end - start), Int32(d),
                    out.f32 + start * d)
            }
        }
        record {
            guard let g = out.gradient else { return }
            out.gradient = nil
            let dy = self.tensor(y.shape, y.dtype)
            let dm = modulation.map { self.gradient(of: $0) }
            self.rows(x.rows, by: size) { start, end in
                dk_gated_residual_backward(
                    g.f32 + start * d, y.bf16OrNil.map { $0 + start * d }, y.f32OrNil.map { $0 + start * d },
                    modulation.map { $0.f32 + start / perGroup * ld + gate }, Int32(end - start), Int32(d),
                    dy.bf16OrNil.map { $0 + start * d }, dy.f32OrNil.map { $0 + start * d },
                    dm.map { $0.f32 + start / perGroup * ld + gate })
            }
            self.accumulate(dy, into: y)
            self.accumulate(g, into: x)
        }
        return out
    }

    /// The f32 gradient buffer of `tensor`, made of zeros when there is none yet.
    func gradient(of tensor: Tensor) -> Tensor {
        if let existing = tensor.gradient { return existing }
        let zeros = Tensor(tensor.shape, tensor.dtype, pool: pool)
        zeros.zero()
        tensor.gradient = zeros
        return zeros
    }

    /// x sigmoid(x) or GELU on its own.
    public func activate(_ x: Tensor, _ activation: Activation) -> Tensor {
        if let device { return cudaActivate(x, activation, device) }
        let y = tensor(x.shape)
        measured("activation", moved: x.bytes + y.bytes) {
            rows(x.count, by: 1 << 14) { start, end in
                dk_activation(activation.rawValue, x.f32 + start, y.f32 + start, nil, end - start)
            }
        }
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape)
            dk_activation_backward(
                activation.rawValue, nil, x.f32, g.f32, nil, nil, dx.f32, x.count)
            self.accumulate(dx, into: x)
        }
        return y
    }

    /// The sum of two tensors of one shape.
    public func add(_ x: Tensor, _ y: Tensor) -> Tensor { residual(x, y) }
}
