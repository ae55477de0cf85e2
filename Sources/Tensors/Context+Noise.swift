extension Context {
    /// Standard normals that depend on `seed`, `stream` and `shape` alone, made by all workers.
    public func noise(_ shape: [Int], seed: UInt64, stream: UInt64) -> Tensor {
        let tensor = Tensor(shape, pool: pool)
        if let device {
            device.launch(
                "normals", items: (tensor.count + 3) / 4, .word(seed), .word(stream), .pointer(tensor.written),
                .long(tensor.count))
            return tensor
        }
        let philox = Philox(seed: seed, stream: stream)
        let target = UnsafeSendable(tensor.f32)
        // Each value of the counter gives four numbers.
        rows(tensor.count, by: 1 << 13) { start, end in
            philox.normals(
                UnsafeMutableBufferPointer(start: target.value + start, count: end - start), from: UInt64(start / 4))
        }
        return tensor
    }
}
