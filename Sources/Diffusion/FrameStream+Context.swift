extension FrameStream {
    /// Keys, already rotated, and values of the frames kept so far, oldest first: f32 [depth, heads, frames * tokens, head
    /// dimension]. For streams in f32 that have not begun to forget.
    public func keptContext() -> (keys: [Float], values: [Float]) {
        precondition(count <= slots, "the oldest frames have been forgotten")
        let layers = caches.map { $0.rows(of: count) }
        return (layers.flatMap(\.keys), layers.flatMap(\.values))
    }
}
