import Tensors
import Worlds

extension ScenarioCase {
    /// The case for a world with other action channels, matched by name; turns and looks keep their degrees.
    ///
    /// Throws when a channel that the script uses is missing, or moves too slowly to follow it.
    public func translated(to space: ActionSpace, of world: String) throws -> ScenarioCase {
        if space == .standard { return self }
        var mapping: [(from: Int, to: Int, factor: Float)] = []
        for (i, channel) in ActionSpace.standard.channels.enumerated() {
            let most = branches.values.joined().reduce(Float(0)) { max($0, abs($1.values[i])) }
            guard most > 0 else { continue }
            guard let j = space.index(of: channel.name) else {
                throw FileError(
                    "The scenario '\(scenario)' needs the action '\(channel.name)', which \(world) does not have: its actions are \(space.channels.map(\.name).joined(separator: ", "))."
                )
            }
            let other = space.channels[j]
            guard other.kind == channel.kind else {
                throw FileError(
                    "The scenario '\(scenario)' needs the \(channel.kind.rawValue) '\(channel.name)', which is a \(other.kind.rawValue) of \(world)."
                )
            }
            var factor: Float = 1
            if let own = channel.degrees, let theirs = other.degrees, theirs > 0 { factor = own / theirs }
            guard most * factor < 1.001 else {
                throw FileError(
                    "The scenario '\(scenario)' turns faster than \(world) can: '\(channel.name)' would be \(most * factor)."
                )
            }
            mapping.append((i, j, factor))
        }
        var copy = self
        copy.branches = branches.mapValues { actions in
            actions.map { action in
                var new = Action.none(space.channels.count)
                for (from, to, factor) in mapping { new.values[to] = action.values[from] * factor }
                return new
            }
        }
        return copy
    }
}
