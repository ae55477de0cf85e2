/// How far pictures of one step lie from the truth: root mean square over each latent cell, of 255.
struct TrustErrors: Sendable {
    /// Of what memory showed.
    var memory: [Float]
    /// Of what memory would have shown, had it held true pictures all along.
    var trueMemory: [Float]
    /// Of what the transformer made by itself.
    var made: [Float]

    /// Cells of which memory has seen less than this share teach nothing.
    static let leastSeen: Float = 0.25
    /// How much further from the truth than the transformer's own content memory may lie where the model has made up a world of
    /// its own and nothing in it has changed.
    static let allowance: Float = 1.1

    /// How much such cells count.
    static let doubtful: Float = 0.1

    /// Whether cell `i` of memory is to be kept, and how much that counts.
    ///
    /// It is right where it lies within `tolerance` of the truth. Where it does not although memory of the truth would, the
    /// model has gone its own way in a world that stands still: there what has been shown stays, unless what is made
    /// comes nearer to the truth. Anywhere else something has changed.
    func target(_ i: Int, seen: Float, tolerance: Float) -> (keep: Bool, weight: Float) {
        guard seen >= Self.leastSeen else { return (false, 0) }
        if memory[i] <= tolerance { return (true, 1) }
        if trueMemory[i] <= tolerance { return (memory[i] <= Self.allowance * made[i], Self.doubtful) }
        return (false, 1)
    }
}
