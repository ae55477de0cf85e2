import CKernels
import Foundation

extension Context {
    /// Reads x as `shape`, and moves its axes into the order `axes`. The last axis may stay for speed.
    public func permute(_ x: Tensor, shape: [Int], axes: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == x.count && axes.count == shape.count, "permute \(x.shape) as \(shape)")
        let y = Tensor(axes.map { shape[$0] }, x.dtype, pool: pool, requiresGradient: x.requiresGradient)
        measured("rearrange", moved: x.bytes + y.bytes) { move(x, y, shape: shape, axes: axes, scatter: false) }
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape, g.dtype)
            self.move(g, dx, shape: shape, axes: axes, scatter: true)
            self.accumulate(dx, into: x)
        }
        return y
    }

    private func move(_ x: Tensor, _ y: Tensor, shape: [Int], axes: [Int], scatter: Bool) {
        var strides = [Int](repeating: 1, count: shape.count)
        for i in stride(from: shape.count - 2, through: 0, by: -1) { strides[i] = strides[i + 1] * shape[i + 1] }
        var order = axes.map { (size: shape[$0], stride: strides[$0]) }
        if let device { return cudaMove(x, y, axes: order, scatter: scatter, device) }
        // Trailing axes that stay in place move as one run.
        var run = 1
        while let last = order.last, last.stride == run {
            run *= last.size
            order.removeLast()
        }
        if order.isEmpty { order = [(1, 0)] }
        let bytes = x.dtype.bytes * run
        let outer = order[0]
        let inner = Array(order.dropFirst())
        let perOuter = inner.reduce(1) { $0 * $1.size }
        let (source, target) = (UnsafeSendable(x.pointer), UnsafeSendable(y.pointer))
        let unit = x.dtype.bytes
        rows(outer.size, by: max(1, outer.size / 16)) { start, end in
            var index = [Int](repeating: 0, count: inner.count)
            for o in start..<end {
                var offset = o * outer.stride
                for i in index.indices { index[i] = 0 }
                for position in 0..<perOuter {
                    let packed = (o * perOuter + position) * bytes
                    let loose = offset * unit
                    if scatter {
                        memcpy(target.value + loose, source.value + packed, bytes)
                    } else {
                        memcpy(target.value + packed, source.value + loose, bytes)
                    }
                    var axis = inner.count - 1
                    while axis >= 0 {
                        index[axis] += 1
                        offset += inner[axis].stride
                        if index[axis] < inner[axis].size { break }
                        offset -= inner[axis].size * inner[axis].stride
                        index[axis] = 0
                        axis -= 1
                    }
                }
            }
        }
    }

    /// The k x k windows around every position of x [images, H, W, C], as [images, H, W, k k C]; zeros outside.
    public func windows(_ x: Tensor, kernel: Int) -> Tensor {
        let (h, w, c) = (Int32(x.shape[1]), Int32(x.shape[2]), Int32(x.shape[3]))
        let shape = [x.shape[0], x.shape[1], x.shape[2], kernel * kernel * x.shape[3]]
        let y = Tensor(shape, x.dtype, pool: pool, requiresGradient: x.requiresGradient)
        measured("windows of convolutions", moved: x.bytes + y.bytes) {
            if let device { return cudaWindows(x, kernel: kernel, into: y, device) }
            let (source, target) = (UnsafeSendable(x.pointer), UnsafeSendable(y.pointer))
            rows(x.rows, by: 128) { start, end in
                dk_im2col(
                    source.value, h, w, c, Int32(kernel), Int32(start), Int32(end), Int32(x.dtype.bytes), target.value)
            }
        }
        guard x.requiresGradient else { return y }
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape, x.dtype)
            defer { self.accumulate(dx, into: x) }
            if let device = self.device { return self.cudaWindowsBackward(g, kernel: kernel, into: dx, device) }
            self.rows(x.rows, by: 128) { start, end in
                if x.dtype == .bf16 {
                    dk_col2im16(g.bf16, h, w, c, Int32(kernel), Int32(start), Int32(end), dx.bf16)
                } else {
                    dk_col2im32(g.f32, h, w, c, Int32(kernel), Int32(start), Int32(end), dx.f32)
                }
            }
        }
        return y
    }
}
