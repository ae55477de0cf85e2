import Worlds

/// Ways to answer prompts that hold together and are wrong.
enum PromptCheat: String, Sendable, CaseIterable {
    /// Another prompt's video.
    case reseeded = "re-seeded"
    /// The nearest given picture stands still.
    case frozen
    /// What is given fades over.
    case fade
    case blank
    /// The truth, whatever is given.
    case deaf
    /// The truth, but given pictures are a shade brighter.
    case unkept
    /// The truth, but the first made picture is the last given one again.
    case doubled
    /// The truth in another tone.
    case tinted
    /// The truth from a few pictures later on.
    case jumping

    /// What is to be edited, as it was.
    case unedited

    /// Whether the best of these is 0; the others are there to be caught by a gate.
    var setsFloor: Bool { [.reseeded, .frozen, .fade, .blank, .unedited].contains(self) }

    /// The tasks that it cheats in.
    func applies(to task: PromptTask) -> Bool {
        switch self {
        case .reseeded, .blank: true
        case .unedited: task == .edit
        case .deaf: task == .image || task == .extend || task == .connect || task == .loop
        case .frozen, .unkept: task != .text && task != .prototype && task != .edit
        case .fade: task == .connect || task == .loop
        case .doubled, .tinted, .jumping: task == .extend || task == .connect || task == .loop
        }
    }
}
