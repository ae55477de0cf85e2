/// Facts as a caption.
public enum FactSentence {
    /// Such as "a meadow at dusk with a red ball and two trees. the ball moves. the camera turns left."; empty where there are no facts.
    public static func caption(_ facts: some Collection<Fact>) -> String {
        func texts(_ subject: Fact.Subject) -> [String] { facts.filter { $0.subject == subject }.map(\.text).sorted() }
        let colours = texts(.colour)
        let numbers = Dictionary(
            texts(.number).compactMap { text -> (String, String)? in
                let parts = text.split(separator: " ").map(String.init)
                return parts.count == 2 ? (parts[1], words[parts[0]] ?? "many") : nil
            }, uniquingKeysWith: { a, _ in a })
        let things = texts(.kind).flatMap { noun -> [String] in
            let named = colours.filter { $0.hasSuffix(" " + noun) }
            if let number = numbers[noun] {
                return [number + " " + plural(named.count == 1 ? named[0] : noun)]
            }
            return named.isEmpty ? [CaptionWriter.article(noun)] : named.map(CaptionWriter.article)
        }
        let place = texts(.place).first.map { "a " + $0 } ?? (things.isEmpty ? "" : "a place")
        var sentences = [
            ([place] + texts(.time).prefix(1)).filter { !$0.isEmpty }.joined(separator: " ")
                + (things.isEmpty ? "" : " with " + CaptionWriter.joined(things))
        ]
        sentences += texts(.event).map { "the " + $0 }
        let camera = texts(.camera)
        if !camera.isEmpty { sentences.append("the camera " + camera.joined(separator: " and ")) }
        sentences = sentences.filter { !$0.isEmpty }
        return sentences.isEmpty ? "" : sentences.joined(separator: ". ") + "."
    }

    private static let words = ["2": "two", "3": "three", "4": "four"]

    private static func plural(_ name: String) -> String {
        name + (name.hasSuffix("x") || name.hasSuffix("s") ? "es" : "s")
    }
}
