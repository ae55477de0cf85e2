import Worlds

/// What the window asks of the model's thread.
public enum PlayRequest: Sendable {
    case pause(Bool?)
    /// One frame ahead, and stop.
    case step
    /// Show a frame of this branch, and stop there.
    case look(Int)
    /// The same, relative to what is shown.
    case move(Int)
    case fork
    case nextBranch
    case restart
    case begin(PlaySettings)
    case steps(Int)
    case policy
    /// Words for the world to come.
    case prompt(String)
    /// Another game, from its beginning to where its log ends.
    case load(Player, ActionLog)
}
