extension Context {
    /// The sizes and strides of `Context.permute`, counted in units of `bytes`.
    private struct Movement {
        var axes: [(size: Int, stride: Int)]
        var bytes: Int

        /// As the kernels' `Axes`.
        var argument: KernelArgument {
            var bytes = [UInt8](repeating: 0, count: 88)
            func put<T>(_ value: T, _ at: Int) {
                withUnsafeBytes(of: value) { for i in 0..<$0.count { bytes[at + i] = $0[i] } }
            }
            put(Int32(axes.count), 0)
            for (i, axis) in axes.enumerated() {
                put(Int32(axis.size), 4 + 4 * i)
                put(Int64(axis.stride), 32 + 8 * i)
            }
            return .bytes(bytes)
        }
    }

    /// Elements of `x` between packed and strided order; `axes` are those of the packed side.
    func cudaMove(
        _ x: Tensor, _ y: Tensor, axes: [(size: Int, stride: Int)], scatter: Bool, _ device: CUDADevice
    ) {
        // Trailing axes that stay in place move as one run, which is cut into the widest units that fit.
        var order = axes
        var run = 1
        while let last = order.last, last.stride == run {
            run *= last.size
            order.removeLast()
        }
        let bytes = run * x.dtype.bytes
        let unit = Self.unit(bytes)
        var movement = Movement(axes: order.map { ($0.size, $0.stride * x.dtype.bytes / unit) }, bytes: unit)
        if bytes > unit { movement.axes.append((bytes / unit, 1)) }
        precondition(movement.axes.count <= 7, "a permutation of more than 7 axes")
        let count = x.bytes / unit
        device.launch(
            "permute", items: count, .pointer(x.read), .pointer(y.written), movement.argument, .int(unit),
            .int(scatter ? 1 : 0), .long(count))
    }

    /// The widest unit of a whole number of which `bytes` consist.
    private static func unit(_ bytes: Int) -> Int { [16, 8, 4].first { bytes % $0 == 0 } ?? 2 }

    /// `Context.windows` and its gradient on a GPU.
    func cudaWindows(_ x: Tensor, kernel: Int, into y: Tensor, _ device: CUDADevice) {
        let bytes = x.shape[3] * x.dtype.bytes
        let unit = Self.unit(bytes)
        let count = y.bytes / unit
        device.launch(
            "windows", items: count, .pointer(x.read), .int(x.shape[1]), .int(x.shape[2]), .int(bytes / unit),
            .int(kernel), .int(unit), .pointer(y.written), .long(count))
    }

    func cudaWindowsBackward(_ dy: Tensor, kernel: Int, into dx: Tensor, _ device: CUDADevice) {
        device.launch(
            "windows_backward", items: dx.count, .pointer(dy.read), .wide(dy.dtype), .int(dx.shape[1]),
            .int(dx.shape[2]), .int(dx.shape[3]), .int(kernel), .pointer(dx.written), .long(dx.count))
    }

    /// f32 rows [groups, rows, columns] between places with strides of their own, counted in elements.
    func cudaCopyRows(
        _ x: DevicePointer, group: Int, row: Int, to y: DevicePointer, group yGroup: Int, row yRow: Int, groups: Int,
        rows: Int,
        columns: Int, _ device: CUDADevice
    ) {
        let count = groups * rows * columns
        device.launch(
            "copy_rows", items: count, .pointer(x), .long(group), .long(row), .pointer(y), .long(yGroup), .long(yRow),
            .long(rows), .long(columns), .long(count))
    }
}
