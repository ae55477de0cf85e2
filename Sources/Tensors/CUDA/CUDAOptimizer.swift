/// AdamW, and Muon for the matrices given, over a model's parameters in a GPU's memory; nothing waits for the host.
public final class CUDAOptimizer {
    /// The settings of one step.
    public struct Step {
        public var rate: Float
        public var muonRate: Float
        public var momentum: Float
        public var weightDecay: Float
        public var clip: Float
        /// Beta 1, beta 2 and epsilon of AdamW, and what undoes the bias of its averages.
        public var beta: (Float, Float)
        public var epsilon: Float
        public var correction: (Float, Float)
        /// How much of the way the averaged weights go to the new ones.
        public var averaging: Float

        public init(
            rate: Float, muonRate: Float, momentum: Float, weightDecay: Float, clip: Float, beta: (Float, Float),
            epsilon: Float, correction: (Float, Float), averaging: Float
        ) {
            (self.rate, self.muonRate, self.momentum) = (rate, muonRate, momentum)
            (self.weightDecay, self.clip, self.beta, self.epsilon) = (weightDecay, clip, beta, epsilon)
            (self.correction, self.averaging) = (correction, averaging)
        }
    }

    /// Matrices of one size, on which Newton-Schulz steps are made together.
    private struct Group {
        let table: Tensor
        let count: Int
        let short: Int
        let long: Int
    }

    private let parameters: DeviceParameters
    private var device: CUDADevice { parameters.device }
    private let pool: BufferPool
    private let first: Tensor
    private let second: Tensor
    private let average: Tensor
    private let state: Tensor
    private let partial: Tensor
    private let skips: Tensor
    private let groups: [Group]

    /// Goes on from the moments and the average given, each laid out as the store.
    public init(
        _ store: ParameterStore, device: CUDADevice, matrices: [MatrixPart], first: [Float], second: [Float],
        average: [Float]
    ) {
        parameters = store.parameters(on: device, gradients: true)
        pool = BufferPool(device: device)
        let pool = pool
        func placed(_ values: [Float]) -> Tensor {
            let tensor = Tensor([values.count], pool: pool)
            tensor.f32.update(from: values, count: values.count)
            return tensor
        }
        (self.first, self.second, self.average) = (placed(first), placed(second), placed(average))
        state = Tensor([2], pool: pool)
        partial = Tensor([2 * Self.blocks], pool: pool)
        // One byte for every 16 parameters; no two parameters share such a block.
        var marks = [UInt8](repeating: 0, count: (store.count / 16 + 4) / 4 * 4)
        for part in matrices {
            precondition(part.offset % 16 == 0 && part.rows * part.columns % 16 == 0)
            for i in part.offset / 16..<(part.offset + part.rows * part.columns) / 16 { marks[i] = 1 }
        }
        skips = Tensor([marks.count / 4], pool: pool)
        skips.pointer.copyMemory(from: marks, byteCount: marks.count)
        let sizes = Dictionary(grouping: matrices) { [min($0.rows, $0.columns), max($0.rows, $0.columns)] }
        groups = sizes.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { size, parts in
            // As the kernels' `MuonPart`: 8 bytes of offset, 4 of rows, 4 of columns.
            let table = Tensor([parts.count, 4], pool: pool)
            for (i, part) in parts.enumerated() {
                table.pointer.storeBytes(of: Int64(part.offset), toByteOffset: i * 16, as: Int64.self)
                table.pointer.storeBytes(of: Int32(part.rows), toByteOffset: i * 16 + 8, as: Int32.self)
                table.pointer.storeBytes(of: Int32(part.columns), toByteOffset: i * 16 + 12, as: Int32.self)
            }
            return Group(table: table, count: parts.count, short: size[0], long: size[1])
        }
    }

    private static let blocks = 512

    /// Applies and clears the gradients.
    public func update(_ step: Step) {
        let n = parameters.count
        let g = parameters.gradients!
        device.launch(
            "sum_squares", grid: (Self.blocks, 1, 1), block: 256, .pointer(g), .long(n), .pointer(partial.written))
        device.launch(
            "gradient_scale", grid: (1, 1, 1), block: 1, .pointer(partial.read), .int(Self.blocks), .float(step.clip),
            .pointer(state.written))
        for group in groups { orthogonalize(group, g, step) }
        device.launch(
            "adamw", items: n, .pointer(parameters.values), .pointer(g), .pointer(first.modified),
            .pointer(second.modified), .pointer(skips.read), .long(n), .float(step.rate), .float(step.beta.0),
            .float(step.beta.1), .float(step.epsilon), .float(step.weightDecay), .float(step.correction.0),
            .float(step.correction.1), .pointer(state.read))
        device.launch(
            "settle", items: n, .pointer(parameters.values), .pointer(average.modified), .float(step.averaging),
            .pointer(parameters.narrow), .pointer(g), .long(n), .pointer(state.read))
    }

    /// Muon's update of all matrices of one size (`NewtonSchulz` has the polynomial), in TF32.
    private func orthogonalize(_ group: Group, _ g: DevicePointer, _ step: Step) {
        let (r, c) = (group.short, group.long)
        let size = r * c
        let tiles = (size + 255) / 256
        var x = Tensor([group.count, r, c], pool: pool)
        var y = Tensor([group.count, r, c], pool: pool)
        let gram = Tensor([group.count, r, r], pool: pool)
        let square = Tensor([group.count, r, r], pool: pool)
        device.launch(
            "muon_momentum", grid: (tiles, group.count, 1), block: 256, .pointer(group.table.read), .pointer(g),
            .pointer(first.modified), .float(step.momentum), .pointer(x.written), .pointer(state.read))
        let parts = min(32, tiles)
        let squares = Tensor([group.count, parts], pool: pool)
        device.launch(
            "matrix_squares", grid: (parts, group.count, 1), block: 256, .pointer(x.read), .int(size),
            .pointer(squares.written))
        device.launch(
            "unit_norm", grid: (tiles, group.count, 1), block: 256, .pointer(x.modified), .int(size),
            .pointer(squares.read), .int(parts))
        for _ in 0..<5 {
            // Rows here are columns to BLAS: X is [c, r] there, and the Gram matrices are symmetric.
            product(
                x, x, into: gram, (r, r, c), transposesA: true, lda: c, ldb: c, ldc: r, strides: (size, size, r * r))
            square.copy(from: gram)
            product(
                gram, gram, into: square, (r, r, r), lda: r, ldb: r, ldc: r, strides: (r * r, r * r, r * r),
                alpha: 2.0315, beta: -4.7750)
            y.copy(from: x)
            product(
                x, square, into: y, (c, r, r), lda: c, ldb: r, ldc: c, strides: (size, r * r, size), alpha: 1,
                beta: 3.4445)
            (x, y) = (y, x)
        }
        let length = 0.2 * Float(c).squareRoot()
        device.launch(
            "muon_update", grid: (tiles, group.count, 1), block: 256, .pointer(group.table.read), .pointer(x.read),
            .float(1 - step.muonRate * step.weightDecay), .float(step.muonRate * length),
            .pointer(parameters.values), .pointer(state.read))
    }

    private func product(
        _ a: Tensor, _ b: Tensor, into c: Tensor, _ size: (m: Int, n: Int, k: Int), transposesA: Bool = false, lda: Int,
        ldb: Int, ldc: Int, strides: (Int, Int, Int), alpha: Float = 1, beta: Float = 0
    ) {
        device.product(
            MatrixProducts.Product(
                transposesA: transposesA, m: size.m, n: size.n, k: size.k, a: a.read, lda: lda, b: b.read, ldb: ldb,
                c: beta == 0 ? c.written : c.modified, ldc: ldc, input: .f32, output: .f32, alpha: alpha, beta: beta,
                rough: true, batch: a.shape[0], strideA: strides.0, strideB: strides.1, strideC: strides.2))
    }

    /// The gradients' norm at the last step; waits for it.
    public var norm: Float { state.f32[0] }

    /// The moments and the averaged weights as they are now.
    public var contents: (first: [Float], second: [Float], average: [Float]) {
        (first.array, second.array, average.array)
    }
}
