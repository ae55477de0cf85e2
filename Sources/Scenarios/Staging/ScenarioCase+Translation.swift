import Tensors
import Worlds

extension ScenarioCase {
    /// The case for a world with other action channels, matched by what they do; turns and looks keep their degrees.
    ///
    /// Throws when a channel that the script uses is missing, or moves too slowly to follow it.
    public func translated(to space: ActionSpace, of world: String) throws -> ScenarioCase {
        if space == .standard { return self }
        let translation = ActionTranslation(from: .standard, to: space)
        for (i, channel) in ActionSpace.standard.channels.enumerated() {
            let most = branches.values.joined().reduce(Float(0)) { max($0, abs($1.values[i])) }
            guard most > 0 else { continue }
            guard let target = translation.targets[i] else {
                if let other = space.index(of: channel.name), space.channels[other].kind != channel.kind {
                    throw FileError(
                        "The scenario '\(scenario)' needs the \(channel.kind.rawValue) '\(channel.name)', which is a "
                            + "\(space.channels[other].kind.rawValue) of \(world)."
                    )
                }
                throw FileError(
                    "The scenario '\(scenario)' needs the action '\(channel.name)', which \(world) does not have: "
                        + "its actions are \(space.channels.map(\.name).joined(separator: ", "))."
                )
            }
            guard most * abs(target.factor) < 1.001 else {
                throw FileError(
                    "The scenario '\(scenario)' turns faster than \(world) can: '\(channel.name)' would be \(most * abs(target.factor))."
                )
            }
        }
        var copy = self
        copy.branches = branches.mapValues { $0.map { translation($0) } }
        return copy
    }
}
