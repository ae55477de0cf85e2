import Tensors

extension Parameter {
    /// Whether its rows are long enough to be worth a scale each.
    var isMatrix: Bool { shape.count == 2 && shape[1] >= 16 }
}
