import Tensors

extension Context {
    /// Standard normals for the part of a tensor that belongs to `part` of `count` equal pieces along its first axis: the numbers that
    /// all of it would have there. `shape` is that of the part.
    func noise(_ shape: [Int], part: Range<Int>, of count: Int, seed: UInt64, stream: UInt64) -> Tensor {
        if part.count == count { return noise(shape, seed: seed, stream: stream) }
        let size = shape.reduce(1, *)
        let first = size / max(1, part.count) * part.lowerBound
        // Each value of the counter gives four numbers.
        let begin = first / 4
        let tensor = Tensor(shape, pool: pool)
        let block = 1 << 13
        let philox = Philox(seed: seed, stream: stream)
        let target = Target(pointer: tensor.f32)
        workers.run((first - begin * 4 + size + block - 1) / block) { chunk in
            let (from, to) = (chunk * block, min((chunk + 1) * block, first - begin * 4 + size))
            let numbers = [Float](unsafeUninitializedCapacity: to - from) { buffer, filled in
                philox.normals(
                    UnsafeMutableBufferPointer(rebasing: buffer[0..<to - from]), from: UInt64(begin + from / 4))
                filled = to - from
            }
            for (i, number) in numbers.enumerated() where begin * 4 + from + i >= first {
                target.pointer[begin * 4 + from + i - first] = number
            }
        }
        return tensor
    }

    private struct Target: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<Float>
    }
}
