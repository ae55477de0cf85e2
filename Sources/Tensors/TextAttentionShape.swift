/// Where each clip's text lies among the rows of all texts: clip i has `lengths[i]` tokens, none where it has no text.
public struct TextAttentionShape: Sendable, Hashable {
    public let lengths: [Int]
    /// The first row of each clip's text.
    let firsts: [Int]

    public init(lengths: [Int]) {
        self.lengths = lengths
        var (firsts, sum) = ([Int](), 0)
        for length in lengths {
            firsts.append(sum)
            sum += length
        }
        self.firsts = firsts
    }

    /// Rows of all texts.
    public var rows: Int { lengths.reduce(0, +) }
}
