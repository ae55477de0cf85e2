extension StagedRun {
    /// What `act` may do, each with the events that show that it was done.
    static let verbs: [String: [String]] = [
        "push": ["push"], "topple": ["topple"], "bite": ["bite"], "paint": ["paint"], "dig": ["dig"],
        "press": ["press"], "light": ["light"], "greet": ["greet"], "switch": ["switch"], "open": ["open"],
        "close": ["close"], "lift": ["lift"], "lower": ["lower"], "take": ["take"], "put": ["put"],
        "throw": ["throw"], "release": ["release"], "place": ["place"],
    ]
}
