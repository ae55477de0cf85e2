import Scenarios
import Worlds

/// A condition without which a score means nothing: that the camera went where it was sent, that the picture has
/// detail, that the thing was out of sight.
public protocol Gate: Sendable {
    /// As scripts name it; also the reason code.
    var name: String { get }
    /// Nil where the term asks for nothing that this case has.
    func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult?
}
