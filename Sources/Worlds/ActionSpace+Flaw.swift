import Tensors

extension ActionSpace {
    /// What cannot be true of it, as the second half of a sentence, or nil. It may come from any file.
    public var flaw: String? {
        if channels.count > 4096 { return "\(channels.count) action channels are more than 4096" }
        var names: Set<String> = []
        for channel in channels {
            if channel.name.isEmpty || channel.name.utf8.count > 200 {
                return "an action channel's name has 1 to 200 bytes"
            }
            if channel.name != channel.name.printable {
                return "the action channel '\(channel.name)' has control characters in its name"
            }
            if !names.insert(channel.name).inserted { return "the action channel '\(channel.name)' is there twice" }
            if let flaw = channel.effect.flaw { return "the action channel '\(channel.name)': \(flaw)" }
            if channel.meaning.utf8.count > 1000 {
                return "the meaning of the action channel '\(channel.name)' has more than 1000 bytes"
            }
            if channel.bindings.count > 16 || channel.bindings.contains(where: { $0.utf8.count > 100 }) {
                return "the action channel '\(channel.name)' has too many or too long bindings"
            }
        }
        return nil
    }

    /// The channels' names, with commas between; "none" where there are no channels.
    public var names: String { channels.isEmpty ? "none" : channels.map(\.name).joined(separator: ", ") }
}
