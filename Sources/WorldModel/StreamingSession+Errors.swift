import Diffusion
import Tensors

extension StreamingSession {
    /// How wrong the velocities are that the model gives for the true next latent frame [1, h, w, C]: for every noise level t
    /// the mean of ||v - v_theta||^2 at x_t = (1 - t) x + t e, where v = e - x (rectified flow, Liu et al. 2022). The noise
    /// depends on the session's seed and the frame's number alone, so that forks share it. It remains to append the frame.
    public mutating func velocityErrors(
        of latent: Tensor, actions: [Float], view: RememberedView? = nil, levels: [Float]
    ) -> [Double] {
        let clean = Patches.tokens(latent, patch: checkpoint.configuration.transformer.patch, context)
        let modulations = stream.modulations(levels: levels, actions: actions, views: tokens(of: view))
        return levels.indices.map { k in
            let (t, e) = (levels[k], noise(clean.shape, step: 16 + UInt64(k)))
            let noisy = Tensor(clean.shape, pool: context.pool)
            for i in 0..<noisy.count { noisy.f32[i] = (1 - t) * clean.f32[i] + t * e.f32[i] }
            let v = stream.pass(noisy, modulations, index: k)
            var sum = 0.0
            for i in 0..<v.count {
                let difference = Double(e.f32[i] - clean.f32[i] - v.f32[i])
                sum += difference * difference
            }
            return sum / Double(v.count)
        }
    }
}
