import Tensors
import WorldModel

/// One step of a learned world: what a trust head would see of it, and how far memory's picture lay from the truth.
public struct TrustExample: Sendable {
    let evidence: TrustEvidence
    let errors: TrustErrors
}
