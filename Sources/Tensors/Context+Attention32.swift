import CKernels

/// The f32 reference of attention: plain loops that every other path is tested against.
extension Context {
    /// Rotated q, k, v of one clip and head as f32 [3][sequence, headDim].
    func rotated(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, clip: Int, head: Int
    ) -> (parts: [[Float]], inverse: [[Float]]) {
        let (hd, half) = (shape.headDim, shape.headDim / 2)
        var parts = [[Float]](repeating: [Float](repeating: 0, count: shape.sequence * hd), count: 3)
        var inverses = [[Float]](repeating: [Float](repeating: 1, count: shape.sequence), count: 2)
        let tableRow = rotary.first(clip: clip, sequence: shape.sequence)
        for token in 0..<shape.sequence {
            let table = (tableRow + token) * half
            for part in 0..<3 {
                let x = qkv.f32 + (clip * shape.sequence + token) * 3 * shape.width + part * shape.width + head * hd
                if part == 2 {
                    for i in 0..<hd { parts[2][token * hd + i] = x[i] }
                    continue
                }
                var inverse: Float = 1
                if shape.normalizesQK {
                    var sum: Float = 0
                    for i in 0..<hd { sum += x[i] * x[i] }
                    inverse = 1 / (sum / Float(hd) + 1e-6).squareRoot()
                }
                inverses[part][token] = inverse
                for i in 0..<half {
                    let (c, s) = (rotary.cosine[table + i], rotary.sine[table + i])
                    let (a, b) = (x[i] * inverse, x[i + half] * inverse)
                    parts[part][token * hd + i] = a * c - b * s
                    parts[part][token * hd + i + half] = a * s + b * c
                }
            }
        }
        return (parts, inverses)
    }

    /// Returns the weights [clips * heads, sequence, sequence], zero where masked.
    func attention32(_ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ out: Tensor) -> Tensor {
        let (s, hd) = (shape.sequence, shape.headDim)
        let weights = Tensor([shape.clips * shape.heads, s, s], pool: pool)
        weights.zero()
        workers.run(shape.clips * shape.heads) { job in
            let (clip, head) = (job / shape.heads, job % shape.heads)
            let (parts, _) = self.rotated(qkv, shape, rotary, clip: clip, head: head)
            for token in 0..<s {
                let keys = shape.groups(seenBy: token / shape.tokens) * shape.tokens
                parts[0].withUnsafeBufferPointer { q in
                    dk_attention32(
                        q.baseAddress! + token * hd, 1, parts[1], parts[2], Int32(keys), Int32(hd), shape.scale,
                        out.f32 + (clip * s + token) * shape.width + head * hd, shape.width,
                        weights.f32 + (job * s + token) * s)
                }
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
            let (parts, inverses) = self.rotated(qkv, shape, rotary, clip: clip, head: head)
            var g = [[Float]](repeating: [Float](repeating: 0, count: s * hd), count: 3)
            for i in 0..<s {
                let p = weights.f32 + (job * s + i) * s
                let go = dOut.f32 + (clip * s + i) * shape.width + head * hd
                let keys = shape.groups(seenBy: i / shape.tokens) * shape.tokens
                var dp = [Float](repeating: 0, count: keys)
                var delta: Float = 0
                for j in 0..<keys {
                    for c in 0..<hd {
                        dp[j] += go[c] * parts[2][j * hd + c]
                        g[2][j * hd + c] += p[j] * go[c]
                    }
                    delta += dp[j] * p[j]
                }
                for j in 0..<keys {
                    let ds = p[j] * (dp[j] - delta) * shape.scale
                    for c in 0..<hd {
                        g[0][i * hd + c] += ds * parts[1][j * hd + c]
                        g[1][j * hd + c] += ds * parts[0][i * hd + c]
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
                    let inverse = inverses[part][token]
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
