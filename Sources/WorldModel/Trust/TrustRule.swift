/// What decides which cells of memory's pictures a learned world keeps.
public enum TrustRule: Hashable, Sendable {
    /// The checkpoint's own judgement: its trust head, or the constants of one that has none.
    case learned
    /// Nothing: the transformer sees no memory and nothing is kept.
    case none
    /// Whatever any remembered picture shows is kept.
    case memory
    /// A cell is kept where memory lies within `tolerance` of the truth: root mean square over its pixels, of 255.
    case oracle(tolerance: Float)

    /// What the table of the design was measured with.
    public static let oracleTolerance: Float = 30

    /// "learned", "none", "memory", "oracle", or "oracle:12" with a tolerance.
    public init?(_ text: String) {
        switch text {
        case "learned": self = .learned
        case "none": self = .none
        case "memory": self = .memory
        case "oracle": self = .oracle(tolerance: Self.oracleTolerance)
        default:
            guard text.hasPrefix("oracle:"), let tolerance = Float(text.dropFirst(7)), (0...255).contains(tolerance)
            else { return nil }
            self = .oracle(tolerance: tolerance)
        }
    }

    /// As `init` reads it.
    public var name: String {
        switch self {
        case .learned: "learned"
        case .none: "none"
        case .memory: "memory"
        case .oracle(Self.oracleTolerance): "oracle"
        case .oracle(let tolerance): "oracle:\(tolerance)"
        }
    }
}
