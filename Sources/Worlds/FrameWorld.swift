/// A world whose steps make one frame each.
public protocol FrameWorld: World {
    /// Applies `action` during one frame and returns the frame it leads to.
    mutating func step(_ action: Action) throws -> Observation
}

extension FrameWorld {
    public mutating func step(_ actions: [Action]) throws -> [Observation] {
        var observations: [Observation] = []
        for action in actions { observations.append(try step(action) as Observation) }
        return observations
    }
}
