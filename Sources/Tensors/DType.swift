/// Number formats of the engine: f32, and bf16 (the upper half of an f32).
public enum DType: String, Sendable {
    case f32, bf16
    public var bytes: Int { self == .f32 ? 4 : 2 }
}
