import Tensors

/// A latent frame that a streaming session made.
public struct GeneratedFrame: Sendable {
    /// [1, h, w, C].
    public internal(set) var latent: Tensor
    /// Whether each cell is memory's, row by row; nil where constants decided.
    public internal(set) var trusted: [Bool]?
    /// What memory was judged by, or could have been.
    var evidence: TrustEvidence?

    init(_ latent: Tensor, trusted: [Bool]?) { (self.latent, self.trusted) = (latent, trusted) }
}
