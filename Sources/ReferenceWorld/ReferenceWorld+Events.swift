extension ReferenceWorld {
    /// The kinds of events that truth reports.
    public static let eventKinds = [
        "push", "topple", "bounce", "fall", "land", "release", "launch", "throw", "put", "take", "bite", "paint", "dig",
        "place", "greet", "press", "light", "lift", "lower", "switch", "open", "close", "burst", "burn_out", "swap",
        "pass",
    ]
}
