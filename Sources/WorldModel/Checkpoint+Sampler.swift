import Diffusion

extension Checkpoint {
    /// The sampler that the transformer was trained for.
    public var sampler: any Sampler { configuration.renoises == true ? ConsistencySampler() : EulerSampler() }
}
