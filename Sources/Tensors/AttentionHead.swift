import CKernels

/// One clip's and head's queries, keys and values, rotated and packed for the kernels.
struct AttentionHead: @unchecked Sendable {
    let shape: AttentionShape
    let qkv: Tensor
    let rotary: RotaryTable
    let row: Int
    /// Where this clip's angles begin in the rotary table.
    let tableRow: Int
    let column: Int
    let q: Tensor
    let k: Tensor
    let v: Tensor
    let kPanels: Tensor
    let vPairs: Tensor
    let vPanels: Tensor
    let kValuePanels: Tensor
    let inverse: Tensor

    /// Rows of keys and values, a whole number of panels.
    let keys: Int

    init(_ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, clip: Int, head: Int, _ pool: BufferPool) {
        (self.shape, self.qkv, self.rotary) = (shape, qkv, rotary)
        row = clip * shape.sequence
        tableRow = rotary.first(clip: clip, sequence: shape.sequence)
        column = head * shape.headDim
        keys = (shape.sequence + 15) / 16 * 16
        let padded = keys
        q = Tensor([shape.sequence, shape.headDim], .bf16, pool: pool)
        k = Tensor([padded, shape.headDim], .bf16, pool: pool)
        v = Tensor([padded, shape.headDim], .bf16, pool: pool)
        kPanels = Tensor([padded, shape.headDim], .bf16, pool: pool)
        vPairs = Tensor([padded, shape.headDim], .bf16, pool: pool)
        vPanels = Tensor([padded, shape.headDim], .bf16, pool: pool)
        kValuePanels = Tensor([padded, shape.headDim], .bf16, pool: pool)
        inverse = Tensor([2, shape.sequence], pool: pool)
    }

    /// Where this head's output begins in [rows, width].
    var outputOffset: Int { row * shape.width + column }

    private func source(_ part: Int, frame: Int) -> UnsafeMutablePointer<UInt16> {
        qkv.bf16 + (row + frame * shape.tokens) * shape.width * 3 + part * shape.width + column
    }

    func pack(forBackward: Bool) {
        let (hd, tokens, ld) = (shape.headDim, shape.tokens, shape.width * 3)
        if keys != shape.sequence {
            k.zero()
            v.zero()
        }
        rotary.cosine.withUnsafeBufferPointer { cosine in
            rotary.sine.withUnsafeBufferPointer { sine in
                for frame in 0..<shape.frames {
                    let at = frame * tokens
                    let table = (tableRow + at) * hd / 2
                    let normalize: Int32 = shape.normalizesQK ? 1 : 0
                    dk_rotate(
                        source(0, frame: frame), ld, cosine.baseAddress! + table, sine.baseAddress! + table,
                        Int32(tokens), Int32(hd), normalize, q.bf16 + at * hd, inverse.f32 + at)
                    dk_rotate(
                        source(1, frame: frame), ld, cosine.baseAddress! + table, sine.baseAddress! + table,
                        Int32(tokens), Int32(hd), normalize, k.bf16 + frame * tokens * hd,
                        inverse.f32 + shape.sequence + at)
                    for token in 0..<tokens {
                        (v.bf16 + (frame * tokens + token) * hd)
                            .update(from: source(2, frame: frame) + token * ld, count: hd)
                    }
                }
            }
        }
        let keys = Int32(self.keys)
        let width = Int32(hd)
        dk_pack_transposed16(k.bf16, hd, width, keys, 0, keys / 16, kPanels.bf16)
        if forBackward {
            dk_pack_transposed16(v.bf16, hd, width, keys, 0, keys / 16, vPanels.bf16)
            dk_pack16(k.bf16, hd, keys, width, 0, width / 16, kValuePanels.bf16)
        } else {
            dk_pair_rows16(v.bf16, hd, keys, width, vPairs.bf16, hd)
        }
    }

    /// Rotates the gradients back and writes them to the rows of dqkv.
    func store(dq: Tensor, dk: Tensor, dv: Tensor, into d: Tensor) {
        let (hd, tokens, ld) = (shape.headDim, shape.tokens, shape.width * 3)
        rotary.cosine.withUnsafeBufferPointer { cosine in
            rotary.sine.withUnsafeBufferPointer { sine in
                for frame in 0..<shape.frames {
                    let at = frame * tokens
                    let table = (tableRow + at) * hd / 2
                    let normalize: Int32 = shape.normalizesQK ? 1 : 0
                    let target = d.bf16 + (row + at) * ld + column
                    dk_rotate_backward(
                        dq.f32 + at * hd, source(0, frame: frame), ld, cosine.baseAddress! + table,
                        sine.baseAddress! + table, Int32(tokens), Int32(hd), normalize, inverse.f32 + at, target, ld)
                    dk_rotate_backward(
                        dk.f32 + frame * tokens * hd, source(1, frame: frame), ld,
                        cosine.baseAddress! + table, sine.baseAddress! + table, Int32(tokens), Int32(hd), normalize,
                        inverse.f32 + shape.sequence + at, target + shape.width, ld)
                    for token in 0..<tokens {
                        dk_to_bf16(
                            dv.f32 + (frame * tokens + token) * hd, target + token * ld + 2 * shape.width, hd)
                    }
                }
            }
        }
    }
}
