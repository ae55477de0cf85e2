import Scenarios
import Worlds

/// How a clip begins: all that is seen before the moment at which it goes on lawfully or otherwise.
public struct SurpriseStart: Sendable {
    public var scenario: ScenarioCase
    public var branch: String
    /// The pictures before that moment.
    public var frames: [Frame]
    /// One action for every picture of the whole clip after the first.
    public var actions: [Action]
    /// How far upwards the camera looks in the first picture, radians.
    public var pitch: Float

    /// The actions that led to the pictures after the first `count`.
    func actions(after count: Int) -> ArraySlice<Action> { actions.dropFirst(count - 1) }
}
