/// How a file keeps the weights of a network.
public enum WeightStorage: String, CaseIterable, Sendable {
    case f32, bf16
    /// Matrices as `Int8Matrix`, all else as bf16.
    case int8
}
