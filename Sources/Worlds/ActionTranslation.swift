/// Actions of one space in another: channels that do the same go together, those without a known effect by their name.
/// Turns and looks keep their degrees where both spaces know them; keys may drive an axis, an axis never drives keys.
public struct ActionTranslation: Sendable {
    /// For each channel of the one space where it goes in the other, and what its value is multiplied by.
    public let targets: [(channel: Int, factor: Float)?]
    private let count: Int

    public init(from space: ActionSpace, to other: ActionSpace) {
        count = other.channels.count
        targets = space.channels.map { channel in
            let found = other.channels.enumerated().compactMap { index, target in
                Self.factor(channel, target).map { (channel: index, factor: $0) }
            }
            return found.first { other.channels[$0.channel].kind == channel.kind } ?? found.first
        }
    }

    /// What a value of `channel` is multiplied by for `other` to do the same; nil where it does not.
    private static func factor(_ channel: ActionChannel, _ other: ActionChannel) -> Float? {
        if channel.kind == .axis && other.kind == .key { return nil }
        let factor: Float? =
            switch (channel.effect, other.effect) {
            case (.turn(let own), .turn(let theirs)), (.look(let own), .look(let theirs)): ratio(own, theirs)
            case (.move(_, let own), .move(_, let theirs)): own == theirs ? 1 : own == theirs.opposite ? -1 : nil
            case (.jump, .jump), (.use, .use): 1
            case (.none, .none): channel.name == other.name ? 1 : nil
            default: nil
            }
        guard let factor, other.kind == .key else { return factor }
        return factor > 0 ? 1 : nil
    }

    private static func ratio(_ own: Float?, _ theirs: Float?) -> Float {
        guard let own, let theirs, theirs != 0 else { return 1 }
        return own / theirs
    }

    /// The action in the other space; what that lacks is left out.
    public func callAsFunction(_ action: Action) -> Action {
        var translated = Action.none(count)
        for (value, target) in zip(action.values, targets) where value != 0 {
            guard let target else { continue }
            translated.values[target.channel] += value * target.factor
        }
        return translated
    }
}
