/// The valid word that someone who wrote another one probably meant.
public enum NearestWord {
    /// The nearest of `words` by edit distance; nil where none is near.
    public static func to(_ word: String, among words: some Sequence<String>) -> String? {
        let word = word.prefix(64).lowercased()
        var best: (word: String, distance: Int)?
        for candidate in words.sorted() {
            let distance = distance(word, candidate.lowercased())
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best else { return nil }
        // Half of the letters may be wrong, three at most; a beginning or a longer form of a word counts as near.
        let related = word.count >= 3 && (best.word.hasPrefix(word) || word.hasPrefix(best.word))
        return best.distance <= min(3, max(1, best.word.count / 2)) || related ? best.word : nil
    }

    /// `": did you mean 'X'?"` or, where nothing is near, `"; the choices are X, Y, Z."`.
    public static func hint(_ word: String, among words: some Sequence<String>) -> String {
        if let nearest = to(word, among: words) { return "; did you mean '\(nearest)'?" }
        return "; the choices are \(words.sorted().joined(separator: ", "))."
    }

    /// Levenshtein's distance, where a swap of neighbours counts as one change (optimal string alignment).
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], before[j - 2] + 1) }
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
