import Memory
import Tensors

extension Checkpoint {
    /// An empty memory as its transformer knows it. `pitch` is how far upwards the camera looks in the first picture, radians;
    /// pictures are `scale` times as large as the encoder sees them; `pool` says where depth is estimated.
    public func memory(pitch: Float?, scale: Int = 1, pool: BufferPool = BufferPool()) -> any Memory {
        let transformer = configuration.transformer
        guard transformer.seesMemory == true else { return NoMemory() }
        return WarpMemory(
            transformer.camera, pitch: pitch, depth: depth, collisions: configuration.collisions ?? .rule,
            scale: scale, pool: pool)
            ?? NoMemory()
    }
}
