import CKernels

/// The f32 reference of attention: plain loops that every other path is tested against.
extension Context {
    /// Rotated queries or keys of one clip and head, f32 [tokens, headDim], into `out`; `part` is 0 or 1.
    func rotate32(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, part: Int, clip: Int, head: Int,
        _ out: UnsafeMutablePointer<Float>, inverses: UnsafeMutablePointer<Float>? = nil
    ) {
        let table = rotary.first(clip: clip, sequence: shape.sequence) * shape.headDim / 2
        rotary.cosine.withUnsafeBufferPointer { c in
            rotary.sine.withUnsafeBufferPointer { s in
                dk_rotate32(
                    qkv.f32 + (clip * shape.sequence * 3 + part) * shape.width + head * shape.headDim,
                    3 * shape.width, c.baseAddress! + table, s.baseAddress! + table, Int32(shape.sequence),
                    Int32(shape.headDim), shape.normalizesQK ? 1 : 0, out, inverses)
            }
        }
    }

    /// Values of one clip and head, f32 [tokens, headDim].
    func values32(
        _ qkv: Tensor, _ shape: AttentionShape, clip: Int, head: Int, _ out: UnsafeMutablePointer<Float>
    ) {
        let x = qkv.f32 + (clip * shape.sequence * 3 + 2) * shape.width + head * shape.headDim
        for t in 0..<shape.sequence {
            (out + t * shape.headDim).update(from: x + t * 3 * shape.width, count: shape.headDim)
        }
    }

    /// Rotated q, k, v of one clip and head [3, sequence, headDim], and what q and k were normalised by [2, sequence].
    private func rotated32(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, clip: Int, head: Int
    ) -> (parts: Tensor, inverses: Tensor) {
        let parts = Tensor([3, shape.sequence, shape.headDim], pool: pool)
        let inverses = Tensor([2, shape.sequence], pool: pool)
        let size = shape.sequence * shape.headDim
        for part in 0..<2 {
            rotate32(
                qkv, shape, rotary, part: part, clip: clip, head: head, parts.f32 + part * size,
                inverses: inverses.f32 + part * shape.sequence)
        }
        values32(qkv, shape, clip: clip, head: head, parts.f32 + 2 * size)
        return (parts, inverses)
    }

    /// Returns the weights [clips * heads, sequence, sequence], zero where masked.
    func attention32(_ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ out: Tensor) -> Tensor {
        let (s, hd) = (shape.sequence, shape.headDim)
        let weights = Tensor([shape.clips * shape.heads, s, s], pool: pool)
        weights.zero()
        workers.run(shape.clips * shape.heads) { job in
            let (clip, head) = (job / shape.heads, job % shape.heads)
            let parts = self.rotated32(qkv, shape, rotary, clip: clip, head: head).parts
            let (q, k, v) = (parts.f32, parts.f32 + s * hd, parts.f32 + 2 * s * hd)
            for first in stride(from: 0, to: s, by: shape.tokens) {
                let keys = shape.groups(seenBy: first / shape.tokens) * shape.tokens
                dk_attention32(
                    q + first * hd, Int32(shape.tokens), k, v, Int32(keys), Int32(hd), shape.scale,
                    out.f32 + (clip * s + first) * shape.width + head * hd, shape.width,
                    weights.f32 + (job * s + first) * s, s)
            }
        }
        return weights
    }

    func attention32Backward(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ out: Tensor, _ weights: Tensor
    ) {
        guard let dOut = out.gradient else { return }
        out.gradient = nil
        let (s, hd, half) = (shape.sequence, shape.headDim, shape.headDim / 2)
        let d = tensor(qkv.shape)
        workers.run(shape.clips * shape.heads) { job in
            let (clip, head) = (job / shape.heads, job % shape.heads)
            let (parts, inverses) = self.rotated32(qkv, shape, rotary, clip: clip, head: head)
            let (q, k, v) = (parts.f32, parts.f32 + s * hd, parts.f32 + 2 * s * hd)
            var g = [[Float]](repeating: [Float](repeating: 0, count: s * hd), count: 3)
            for i in 0..<s {
                let p = weights.f32 + (job * s + i) * s
                let go = dOut.f32 + (clip * s + i) * shape.width + head * hd
                let keys = shape.groups(seenBy: i / shape.tokens) * shape.tokens
                var dp = [Float](repeating: 0, count: keys)
                var delta: Float = 0
                for j in 0..<keys {
                    for c in 0..<hd {
                        dp[j] += go[c] * v[j * hd + c]
                        g[2][j * hd + c] += p[j] * go[c]
                    }
                    delta += dp[j] * p[j]
                }
                for j in 0..<keys {
                    let ds = p[j] * (dp[j] - delta) * shape.scale
                    for c in 0..<hd {
                        g[0][i * hd + c] += ds * k[j * hd + c]
                        g[1][j * hd + c] += ds * q[i * hd + c]
                    }
                }
            }
            let tableRow = rotary.first(clip: clip, sequence: s)
            for token in 0..<s {
                let table = (tableRow + token) * half
                for part in 0..<3 {
                    let at = (clip * s + token) * 3 * shape.width + part * shape.width + head * hd
                    let (x, dx) = (qkv.f32 + at, d.f32 + at)
                    let e = token * hd
                    if part == 2 {
                        for i in 0..<hd { dx[i] = g[2][e + i] }
                        continue
                    }
                    for i in 0..<half {
                        let (c, sn) = (rotary.cosine[table + i], rotary.sine[table + i])
                        dx[i] = g[part][e + i] * c + g[part][e + i + half] * sn
                        dx[i + half] = g[part][e + i + half] * c - g[part][e + i] * sn
                    }
                    guard shape.normalizesQK else { continue }
                    let inverse = inverses.f32[part * s + token]
                    var dot: Float = 0
                    for i in 0..<hd { dot += x[i] * inverse * dx[i] }
                    dot /= Float(hd)
                    for i in 0..<hd { dx[i] = inverse * (dx[i] - x[i] * inverse * dot) }
                }
            }
        }
        accumulate(d, into: qkv)
    }
}
