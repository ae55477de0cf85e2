import Tensors

/// A gradient against finite differences of the loss along random directions.
///
/// Along the gradient itself, every projection of the true gradient would pass; along random directions a part that is
/// missing shows as the root of its share of the squared norm.
public struct GradientCheck {
    public let name: String
    /// The gradient's length.
    public let norm: Double
    /// Root mean square of (slope - inner product) over the directions, as a share of what the inner product is expected
    /// to be.
    public let error: Double
    /// The same, not as a share.
    public let difference: Double

    /// Of a vector: `loss` is evaluated at values beside `values`.
    public init(
        _ name: String, values: [Float], gradient: [Float], directions: Int = 8, step: Float = 2e-3, seed: UInt64,
        loss: ([Float]) -> Double
    ) {
        var random = PhiloxGenerator(seed: seed)
        let n = Double(values.count)
        var squares = 0.0
        for _ in 0..<directions {
            // Its length is about the root of n: every value moves by about `step`.
            let direction = values.map { _ in random.normal() }
            func moved(_ by: Float) -> [Float] { zip(values, direction).map { $0 + by * $1 } }
            let slope = (loss(moved(step)) - loss(moved(-step))) / Double(2 * step)
            let product = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            squares += (slope - product) * (slope - product) / n
        }
        self.name = name
        norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        difference = (squares / Double(directions)).squareRoot()
        error = difference / max(1e-12, norm / n.squareRoot())
    }

    /// Of every parameter of a store whose gradients are there; `loss` is that of the store's values.
    public static func all(_ store: ParameterStore, seed: UInt64, loss: () -> Double) -> [GradientCheck] {
        let gradients = Array(UnsafeBufferPointer(start: store.gradients!, count: store.count))
        return store.parameters.map { parameter in
            let place = store.pointer(parameter)
            let values = Array(UnsafeBufferPointer(start: place, count: parameter.count))
            func put(_ values: [Float]) {
                place.update(from: values, count: values.count)
                store.changed()
            }
            defer { put(values) }
            let gradient = Array(gradients[parameter.offset..<parameter.offset + parameter.count])
            return GradientCheck(
                parameter.name, values: values, gradient: gradient, seed: seed &+ UInt64(parameter.index)
            ) {
                put($0)
                return loss()
            }
        }
    }
}
