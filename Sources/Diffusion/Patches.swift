import Tensors

/// Latent frames <-> tokens of patch x patch latent pixels.
public enum Patches {
    /// [frames, h, w, C] -> [frames * tokens, patch * patch * C].
    public static func tokens(_ latents: Tensor, patch: Int, _ context: Context) -> Tensor {
        let (n, h, w, c) = (latents.shape[0], latents.shape[1], latents.shape[2], latents.shape[3])
        let x = context.permute(
            latents, shape: [n, h / patch, patch, w / patch, patch, c], axes: [0, 1, 3, 2, 4, 5])
        return context.reshape(x, [n * h * w / (patch * patch), patch * patch * c])
    }

    /// The way back: [frames * tokens, patch * patch * C] -> [frames, h, w, C].
    public static func latents(
        _ tokens: Tensor, grid: TokenGrid, patch: Int, _ context: Context
    ) -> Tensor {
        let c = tokens.columns / (patch * patch)
        let n = tokens.rows / grid.count
        let x = context.permute(
            tokens, shape: [n, grid.rows, grid.columns, patch, patch, c], axes: [0, 1, 3, 2, 4, 5])
        return context.reshape(x, [n, grid.rows * patch, grid.columns * patch, c])
    }
}
