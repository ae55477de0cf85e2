/// What the window knows about the game besides the pictures.
public struct PlayStatus: Sendable {
    public struct Branch: Sendable, Equatable {
        public var number: Int
        public var parent: Int?
        public var forked: Int
        public var end: Int
    }

    public var settings: PlaySettings
    public var branches: [Branch] = []
    public var current = 0
    public var end = 0
    /// From here on the timeline shows every frame.
    public var firstKept = 0
    /// The earlier frames that it shows.
    public var older: [Int] = []
    /// The frame being looked at, while it is not the end.
    public var viewing: Int?
    public var paused = false
    public var policy = false
    public var steps: Int?
    public var context: Int?
    public var framesPerStep = 1
    public var hasReference = false
    public var takesPrompts = false
    /// What was said to this branch, and at which frame.
    public var prompts: [(frame: Int, words: String)] = []
    /// Model time a frame.
    public var compute = FrameStatistics()
    public var message: String?
    /// Grows with every message.
    public var messages = 0
    /// While something takes its time, e.g. a checkpoint is read.
    public var busy = false
}
