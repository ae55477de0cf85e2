extension ScriptNode {
    /// Largest number that a script may hold.
    public static let largest = 100_000.0

    /// A number, where the scalar is one.
    public static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let x = Double(text), x.isFinite,
            abs(x) <= largest
        else { return nil }
        return x
    }
}
