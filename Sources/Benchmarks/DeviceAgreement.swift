import Diffusion
import Layers
import Tensors

/// How far a GPU's primitives, and their gradients, are from the CPU's in f32, on fresh random numbers: ||a - b|| / ||b||.
package struct DeviceAgreement {
    let device: CUDADevice
    var seed = UInt64.random(in: 0..<1 << 32)

    package init(device: CUDADevice) { self.device = device }

    /// One primitive as `body` calls it, with parameters of its own and inputs of the shapes given.
    struct Trial: Sendable {
        let name: String
        var shapes: [[Int]]
        var parameters: [[Int]] = []
        /// What the CPU and the GPU have no gradient for.
        var records = true
        let body: @Sendable (Context, [Tensor], [Parameter]) -> Tensor
    }

    package struct Row {
        let name: String
        let precision: Context.Precision
        let forward: Double
        /// The largest error of the gradients of inputs and parameters; nil where there are none.
        let backward: Double?
        /// The largest error that passes.
        let bound: Double

        /// `bound` nil: that of single primitives.
        init(
            name: String, precision: Context.Precision, forward: Double, backward: Double? = nil, bound: Double? = nil
        ) {
            (self.name, self.precision, self.forward, self.backward) = (name, precision, forward, backward)
            self.bound = bound ?? (precision == .f32 ? 1e-4 : 1e-2)
        }

        var passes: Bool { forward < bound && (backward ?? 0) < bound }
    }

    package func rows() -> [Row] {
        [Context.Precision.f32, .bf16].flatMap { precision in
            Self.trials.map { row($0, precision) }
        }
    }

    func row(_ trial: Trial, _ precision: Context.Precision) -> Row {
        let expected = results(of: trial, .f32, on: nil)
        let found = results(of: trial, precision, on: device)
        let gradients = zip(expected.dropFirst(), found.dropFirst()).map { Self.error($1, $0) }
        return Row(
            name: trial.name, precision: precision, forward: Self.error(found[0], expected[0]),
            backward: gradients.max())
    }

    /// The result, then the gradients of all inputs and parameters where the trial records them.
    private func results(of trial: Trial, _ precision: Context.Precision, on device: CUDADevice?) -> [[Float]] {
        let store = ParameterStore()
        let parameters = trial.parameters.enumerated().map { i, shape in
            store.declare("\(i)", shape, deviation: 1 / Float(shape.last!).squareRoot())
        }
        store.allocate(seed: seed)
        let context = Context(
            store, precision: precision, recording: trial.records, pool: BufferPool(device: device))
        var random = PhiloxGenerator(seed: seed, stream: 1 << 20)
        let inputs = trial.shapes.map { shape in
            let tensor = context.tensor(shape)
            for i in 0..<tensor.count { tensor.f32[i] = random.normal() }
            return tensor
        }
        let y = trial.body(context, inputs, parameters)
        guard trial.records else { return [y.array] }
        let result = y.array
        let gradient = context.constant((0..<y.count).map { _ in random.normal() }, y.shape)
        store.allocateGradients()
        context.backward(context.cast(y, .f32), seed: gradient)
        store.fetch()
        let gradients = UnsafeBufferPointer(start: store.gradients, count: store.count)
        return [result] + inputs.compactMap { $0.gradient?.array }
            + parameters.map { Array(gradients[$0.offset..<$0.offset + $0.count]) }
    }

    /// ||a - b|| / ||b||; infinite where there is a NaN.
    static func error(_ a: [Float], _ b: [Float]) -> Double {
        guard a.count == b.count else { return .infinity }
        var (difference, size) = (0.0, 0.0)
        for (x, y) in zip(a, b) {
            difference += Double(x - y) * Double(x - y)
            size += Double(y) * Double(y)
        }
        let error = difference.squareRoot() / max(size.squareRoot(), 1e-30)
        return error.isNaN ? .infinity : error
    }
}
