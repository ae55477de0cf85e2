import WorldModel

/// Checkpoints that learned text take words in mid-play.
extension LearnedWorld: PromptedWorld {}
