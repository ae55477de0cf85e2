extension Action {
    /// The same in another action space, matched by the channels' names; turns and looks keep their degrees. What the other
    /// space lacks is left out.
    public func named(as other: ActionSpace, in space: ActionSpace) -> Action {
        if space == other { return self }
        var action = Action.none(other.channels.count)
        for (channel, value) in zip(space.channels, values) where value != 0 {
            guard let index = other.index(of: channel.name) else { continue }
            let scale = channel.degrees.flatMap { own in other.channels[index].degrees.map { own / $0 } } ?? 1
            action.values[index] = value * scale
        }
        return action
    }
}
