import Tensors

extension Checkpoint {
    /// An empty memory as its transformer knows it. `pitch` is how far upwards the camera looks in the first picture, radians;
    /// `pool` says where depth is estimated.
    public func memory(pitch: Float?, pool: BufferPool = BufferPool()) -> any Memory {
        let transformer = configuration.transformer
        guard transformer.seesMemory == true else { return NoMemory() }
        return WarpMemory(
            transformer.camera, pitch: pitch, depth: depth, collisions: configuration.collisions ?? .rule, pool: pool)
            ?? NoMemory()
    }
}
