import Diffusion
import Tensors

extension StreamingSession {
    /// How wrong the velocities are that the model gives for the true next latent frame: for every noise level t
    /// the mean of ||v - v_theta||^2 at x_t = (1 - t) x + t e, where v = e - x (rectified flow, Liu et al. 2022). The noise
    /// depends on the session's seed and the frame's number alone, so that forks share it. It remains to append the frame.
    public mutating func velocityErrors(of given: ContextFrame, levels: [Float]) -> [Double] {
        let clean = Patches.tokens(given.latent, patch: checkpoint.configuration.transformer.patch, context)
        let modulations = stream.modulations(levels: levels, actions: given.actions, views: tokens(of: given.view))
        return levels.indices.map { k in
            let e = noise(clean.shape, step: 16 + UInt64(k))
            let v = stream.pass(context.mixed(clean, e, levels: [levels[k]]), modulations, index: k)
            var sum = 0.0
            for i in 0..<v.count {
                let difference = Double(e.f32[i] - clean.f32[i] - v.f32[i])
                sum += difference * difference
            }
            return sum / Double(v.count)
        }
    }
}
