import Tensors

/// How a denoising step goes from one noise level to the next, apart from what is denoised: a frame of a stream or a whole clip.
public protocol Sampler: Sendable {
    /// Tokens at the levels `next`, made of `x` at `levels`: `clean` is what the model takes the picture to be there, `velocity` the
    /// model's output. Levels hold one entry for each of as many equal parts of the tokens. `noise` gives fresh noise; `x` may be
    /// written over.
    func step(
        _ x: Tensor, clean: Tensor, velocity: Tensor, from levels: [Float], to next: [Float], noise: () -> Tensor,
        _ context: Context
    ) -> Tensor
}
