/// The words in which facts are told, and the facts that a text asks for.
public enum FactLexicon {
    public static let nouns = [
        "ball", "box", "block", "tree", "lamp", "lever", "dog", "person", "burger", "canvas", "door", "pillar", "post",
        "vase", "pedestal", "slab", "ramp",
    ]
    public static let colours = [
        "red", "blue", "yellow", "purple", "orange", "white", "teal", "pink", "green", "brown", "black", "grey",
        "wooden", "sandy",
    ]
    public static let places = ["garden", "meadow", "room", "corridor", "street", "hall", "plaza"]
    public static let times = ["by day", "in the morning", "at dusk"]
    public static let motions = [
        "stands still", "turns left", "turns right", "looks up", "looks down", "walks forward", "walks back",
        "steps left", "steps right",
    ]

    /// Words that mean one of the nouns.
    private static let synonyms = [
        "cube": "box", "crate": "box", "barrel": "box", "cup": "box", "drawer": "box", "domino": "block",
        "bush": "tree", "candle": "lamp", "button": "lever", "fuse": "lever", "screen": "slab",
    ]
    private static let daytimes = [
        "day": "by day", "noon": "by day", "morning": "in the morning", "dusk": "at dusk", "evening": "at dusk",
        "sunset": "at dusk",
    ]
    private static let numbers = ["two": 2, "three": 3, "four": 4]
    private static let movements: Set<String> = ["moves", "rolls", "walks", "moving", "rolling", "walking"]

    /// The noun that a word of a scene means; nil: none of them.
    public static func noun(_ word: String) -> String? {
        if nouns.contains(word) { return word }
        if let noun = synonyms[word] { return noun }
        for ending in ["es", "s"] where word.hasSuffix(ending) && word.count > ending.count + 2 {
            let stem = String(word.dropLast(ending.count))
            if nouns.contains(stem) { return stem }
            if let noun = synonyms[stem] { return noun }
        }
        return nil
    }

    /// The place that a setting such as "a walled garden" is.
    public static func place(of setting: String) -> String? {
        let words = words(setting)
        return places.first { place in words.contains { $0 == place || $0 == place + "s" } }
    }

    /// All that a text asks for, in its order.
    public static func facts(of text: String) -> [Fact] {
        var facts: [Fact] = []
        func add(_ subject: Fact.Subject, _ text: String) {
            if !facts.contains(Fact(subject, text)) { facts.append(Fact(subject, text)) }
        }
        for sentence in text.lowercased().split(whereSeparator: { ".;!?".contains($0) }) {
            let words = words(String(sentence))
            if let camera = words.firstIndex(of: "camera") {
                for motion in motions where contains(Array(words[camera...]), motion) { add(.camera, motion) }
                continue
            }
            var last: String?
            for (i, word) in words.enumerated() {
                if let noun = noun(word) {
                    let before = words[max(0, i - 3)..<i].reversed().prefix { $0 != "and" && Self.noun($0) == nil }
                    last = noun
                    add(.kind, noun)
                    if let colour = before.first(where: colours.contains) { add(.colour, "\(colour) \(noun)") }
                    if i + 2 < words.count, words[i + 1] == "in", colours.contains(words[i + 2]) {
                        add(.colour, "\(words[i + 2]) \(noun)")
                    }
                    if let number = before.lazy.compactMap({ numbers[$0] }).first { add(.number, "\(number) \(noun)") }
                }
                if let place = places.first(where: { $0 == word || $0 + "s" == word }) { add(.place, place) }
                if let time = daytimes[word] { add(.time, time) }
                if movements.contains(word), let last { add(.event, "\(last) moves") }
            }
        }
        return facts
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private static func contains(_ words: [String], _ phrase: String) -> Bool {
        let phrase = phrase.split(separator: " ").map(String.init)
        return words.indices.contains { words[$0...].starts(with: phrase) }
    }
}
