import WorldModel
import Worlds

/// Actions of the standard space in another action space that has channels of the same names.
struct ActionMapping: Sendable {
    /// For each standard channel: where it goes, and what its value is multiplied by.
    private var targets: [(index: Int, scale: Float)?] = []
    private let count: Int
    private let name: String

    /// An axis is scaled so that a step turns as many degrees.
    init(to space: ActionSpace, name: String) {
        count = space.channels.count
        self.name = name
        targets = ActionSpace.standard.channels.map { channel in
            guard let index = space.index(of: channel.name) else { return nil }
            let scale = channel.degrees.flatMap { a in space.channels[index].degrees.map { a / $0 } } ?? 1
            return (index, scale)
        }
    }

    func callAsFunction(_ action: Action) throws -> Action {
        var mapped = Action.none(count)
        for (channel, target) in zip(ActionSpace.standard.channels.indices, targets) {
            let value = action.values[channel]
            if value == 0 { continue }
            guard let target else {
                throw WorldError(
                    "\(name) has no action '\(ActionSpace.standard.channels[channel].name)', which the scenario uses; choose a suite without it."
                )
            }
            guard abs(value * target.scale) <= 1.001 else {
                throw WorldError(
                    "\(name) cannot \(ActionSpace.standard.channels[channel].name) as fast as the scenario asks; choose another suite."
                )
            }
            mapped.values[target.index] = value * target.scale
        }
        return mapped
    }
}
