import Worlds

/// One step of a learned world as a trust head learns from it.
public struct TrustMoment: Sendable {
    public let evidence: TrustEvidence
    /// Memory's pictures, and the transformer's own.
    public let shown: [Frame]
    public let made: [Frame]
    /// The actions as the camera of memory follows them.
    public let actions: [[Float]]
}
