/// What changes from one streaming pass to the next, as `Context.captured` takes it.
public struct StreamInputs: Sendable {
    /// In f32.
    public var tensors: [Tensor]
    public var rotary: RotaryTable?
    public var caches: [KVCache]
    public var slot: Int
    public var filled: Int

    public init(
        _ tensors: [Tensor], rotary: RotaryTable? = nil, caches: [KVCache] = [], slot: Int = 0, filled: Int = 0
    ) {
        (self.tensors, self.rotary, self.caches, self.slot, self.filled) = (tensors, rotary, caches, slot, filled)
    }
}
