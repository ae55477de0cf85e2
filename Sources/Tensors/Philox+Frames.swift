extension Philox {
    /// Four random words for one value of the counter's lower half.
    public func uint32x4(counter: UInt64) -> SIMD4<UInt32> { words(counter) }

    /// Fills `buffer` with the standard normals that belong to one denoising step of one frame, the same however the
    /// frames are computed.
    public static func normals(
        into buffer: UnsafeMutableBufferPointer<Float>, seed: UInt64, frame: UInt64, step: UInt64
    ) {
        // 48 bits number the frames and 16 the steps.
        Philox(seed: seed, stream: frame << 16 | step & 0xFFFF).normals(buffer)
    }
}
