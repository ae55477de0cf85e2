extension ActionSpace {
    /// The same channels, with keys for those that have none: the usual ones for what a channel does, else the next letters
    /// and digits that are free.
    public var bound: ActionSpace {
        var space = self
        var taken = Set(channels.flatMap(\.bindings))
        var spare = "123456789RTYUIOGHJKLZXCVBNMP".map(String.init)[...]
        func next() -> String? {
            while let key = spare.popFirst() { if !taken.contains(key) { return key } }
            return nil
        }
        for i in space.channels.indices where space.channels[i].bindings.isEmpty {
            let channel = space.channels[i]
            let wanted = channel.kind == .key ? 1 : 2
            var keys = Self.usual(channel).filter { !taken.contains($0) }
            if keys.count != wanted { keys = (0..<wanted).compactMap { _ in next() } }
            guard keys.count == wanted else { continue }
            taken.formUnion(keys)
            space.channels[i].bindings = keys
        }
        return space
    }

    private static func usual(_ channel: ActionChannel) -> [String] {
        let (less, more): (String, String)
        switch channel.effect {
        case .turn: (less, more) = ("Left", "Right")
        case .look: (less, more) = ("Down", "Up")
        case .move(_, let direction): (less, more) = (key(direction.opposite), key(direction))
        case .jump: return channel.kind == .key ? ["Space"] : []
        case .use: return channel.kind == .key ? ["E"] : []
        case .none: return []
        }
        let swapped = (channel.degrees ?? 1) < 0
        return channel.kind == .key ? [swapped ? less : more] : swapped ? [more, less] : [less, more]
    }

    private static func key(_ direction: ActionEffect.Direction) -> String {
        switch direction {
        case .forward: "W"
        case .back: "S"
        case .left: "A"
        case .right: "D"
        }
    }
}
