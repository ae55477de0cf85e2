import Worlds

/// A parameter of a scenario and where its values lie relative to what worlds are trained on.
public struct ScenarioParameter: Hashable, Sendable {
    public var name: String
    /// In distribution.
    public var id: [PropertyValue]
    /// Outside the range of training.
    public var ood: [PropertyValue]
    /// Counterbalanced values: every draw is made with each of them, and all must be right together.
    public var pair: [PropertyValue]
    public var unit: String?

    public init(
        name: String, id: [PropertyValue] = [], ood: [PropertyValue] = [], pair: [PropertyValue] = [],
        unit: String? = nil
    ) {
        (self.name, self.id, self.ood, self.pair, self.unit) = (name, id, ood, pair, unit)
    }

    /// Every value that it may take.
    public var values: [PropertyValue] { id + pair + ood }
}
