import WorldModel
import Worlds

/// Actions of the standard space in another action space whose channels do the same.
struct ActionMapping: Sendable {
    private let translation: ActionTranslation
    private let name: String

    /// An axis is scaled so that a step turns as many degrees.
    init(to space: ActionSpace, name: String) {
        translation = ActionTranslation(from: .standard, to: space)
        self.name = name
    }

    func callAsFunction(_ action: Action) throws -> Action {
        for (index, channel) in ActionSpace.standard.channels.enumerated() where action.values[index] != 0 {
            guard let target = translation.targets[index] else {
                throw WorldError(
                    "\(name) has no action '\(channel.name)', which the scenario uses; choose a suite without it.")
            }
            guard abs(action.values[index] * target.factor) <= 1.001 else {
                throw WorldError(
                    "\(name) cannot \(channel.name) as fast as the scenario asks; choose another suite.")
            }
        }
        return translation(action)
    }
}
