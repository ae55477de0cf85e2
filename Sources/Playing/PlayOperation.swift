import Worlds

/// Everything that changes what is played; a sequence of these makes the same rollout again.
public enum PlayOperation: Sendable, Equatable {
    /// One frame under this action.
    case action(Action)
    /// Denoising steps from here on.
    case steps(Int)
    /// Words for the world to come, from here on.
    case prompt(String)
    /// Back to a frame of this branch; what followed is cut off.
    case rewind(Int)
    /// A new branch that goes its own way from a frame of this one, and is played from now on.
    case fork(Int)
    /// On with another branch, where it was left.
    case branch(Int)
    /// From the start again.
    case restart
    /// Another world, scene or seed.
    case begin(PlaySettings)
    /// The latest frame has this fingerprint: how a replay knows that it is bit for bit the same.
    case check(UInt64)
}
