import Worlds

extension PlaySettings {
    /// Frames that a game is given at most; no context is longer.
    private static let givenLimit = 1024

    /// What no game could have begun from, as the second half of a sentence, or nil. Settings that come out of a file are held against
    /// it.
    var flaw: String? {
        if world.isEmpty || world.utf8.count > 4096 || scene.utf8.count > 40 { return "its world or scene is no name" }
        if prompt?.utf8.count ?? 0 > 4000 { return "'prompt' has more than 4000 bytes" }
        if let steps, !(1...64).contains(steps) { return "'steps' is \(steps), and lies in 1...64" }
        for (name, side) in [("width", width), ("height", height)] {
            if let side, !(16...4096).contains(side) { return "'\(name)' is \(side), and lies in 16...4096" }
        }
        let count = ActionSpace.standard.channels.count
        if let odd = lead?.firstIndex(where: { $0.values.count != count || !$0.values.allSatisfy(\.isAxis) }) {
            return "action \(odd + 1) of 'lead' is not one of \(count) values of keys and axes"
        }
        if given?.count ?? 0 > Self.givenLimit || lead?.count ?? 0 > Self.givenLimit {
            return "it gives more than \(Self.givenLimit) frames"
        }
        if given?.contains(where: { $0.action.count > 4096 || !$0.action.allSatisfy(\.isAxis) }) == true {
            return "an action of 'given' is not of values of keys and axes"
        }
        guard let description else { return nil }
        if !(0...1000).contains(description.clutter) {
            return "'clutter' is \(description.clutter), and lies in 0...1000"
        }
        return description.objects.count > 1000 ? "it has more than 1000 objects" : nil
    }
}

extension Float {
    /// Whether it is what a key or an axis can say; one that was scaled between action spaces may be a little beyond 1.
    fileprivate var isAxis: Bool { abs(self) <= 100 }
}
