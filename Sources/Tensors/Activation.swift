/// What follows a linear layer in the same pass over memory.
public enum Activation: Int32, Sendable {
    case none = 0
    /// GELU in its tanh form (Hendrycks and Gimpel 2016).
    case gelu = 1
    /// SiLU, x sigmoid(x).
    case silu = 2
}
