import Tensors
import Worlds

/// Captions of clips from what is true of them, long and short, no two alike: a random number decides what is said and how.
public enum CaptionWriter {
    /// A caption of the pictures `range` of an episode; `camera` says what the camera does there, empty: nothing is known.
    public static func caption(
        of facts: SceneFacts, _ range: Range<Int>, camera: String, _ random: inout PhiloxGenerator
    ) -> String {
        guard facts.caption.isEmpty else { return facts.caption }
        let seen = sights(facts, range)
        let isLong = random.uniform() < 0.6
        let events = happenings(facts, range)
        var sentences = [opening(facts, seen, isLong: isLong, &random)]
        if isLong || random.uniform() < 0.3 { sentences += places(facts, seen, &random) }
        if !events.isEmpty, isLong || random.uniform() < 0.5 { sentences.append(events.joined(separator: ", then ")) }
        if !camera.isEmpty, random.uniform() < (isLong ? 0.7 : 0.3) { sentences.append("the camera \(camera)") }
        return sentences.filter { !$0.isEmpty }.joined(separator: ". ") + (isLong ? "." : "")
    }

    /// Every word that captions may hold besides those of the facts.
    public static let words =
        Vocabulary.words(of: patterns + " " + numbers.joined(separator: " ") + " " + CameraCaption.words)
    private static let patterns = """
        this is a an the there is are with and on left right in middle of behind before near far away walks moves rolls
        to from then s es many , .
        """
    private static let numbers = ["two", "three", "four"]

    /// One sight of each thing, that of the middle of the clip where it can be, the nearest things first.
    private static func sights(_ facts: SceneFacts, _ range: Range<Int>) -> [SceneFacts.Sight] {
        let middle = (range.lowerBound + range.upperBound) / 2
        var best: [Int: SceneFacts.Sight] = [:]
        let near = range.lowerBound - 2..<range.upperBound + 2
        for sight in facts.sights where near.contains(sight.picture) && facts.things.indices.contains(sight.thing) {
            if let other = best[sight.thing], abs(other.picture - middle) <= abs(sight.picture - middle) { continue }
            best[sight.thing] = sight
        }
        return best.values.sorted { ($0.distance, $0.thing) < ($1.distance, $1.thing) }
    }

    private static func happenings(_ facts: SceneFacts, _ range: Range<Int>) -> [String] {
        var texts: [String] = []
        for event in facts.events where range.contains(event.picture) && texts.last != event.text && texts.count < 3 {
            texts.append(event.text)
        }
        return texts
    }

    private static func opening(
        _ facts: SceneFacts, _ seen: [SceneFacts.Sight], isLong: Bool, _ random: inout PhiloxGenerator
    ) -> String {
        let most = isLong ? 4 : 1 + Int(random.next() % 2)
        let list = joined(seen.prefix(most).map { Self.article(facts.things[$0.thing]) })
        let place = facts.setting + (random.uniform() < 0.6 || isLong ? " \(facts.daylight)" : "")
        switch random.next() % 4 {
        case 0 where !isLong, 1 where !isLong: return list.isEmpty ? place : "\(list) in \(place)"
        case 2 where !isLong: return list.isEmpty ? place : list
        case 0, 1: return "this is \(place)" + (list.isEmpty ? "" : ". there is \(list)")
        default: return place + (list.isEmpty ? "" : " with \(list)")
        }
    }

    /// Where things are, and what of them moves.
    private static func places(
        _ facts: SceneFacts, _ seen: [SceneFacts.Sight], _ random: inout PhiloxGenerator
    ) -> [String] {
        var sentences: [String] = []
        for (i, sight) in seen.prefix(3).enumerated() {
            let name = facts.things[sight.thing]
            if sight.moves {
                sentences.append(
                    "the \(name) \(name.contains("ball") ? "rolls" : name.contains("dog") || name.contains("person") ? "walks" : "moves")"
                )
            }
            guard random.uniform() < 0.6 else { continue }
            let other = i > 0 ? seen[i - 1] : nil
            if let other, random.uniform() < 0.5 {
                let relation =
                    abs(sight.x - other.x) > 0.35
                    ? (sight.x < other.x ? "left of" : "right of")
                    : sight.distance > other.distance + 0.5 ? "behind" : ""
                if !relation.isEmpty {
                    sentences.append("the \(name) is \(relation) the \(facts.things[other.thing])")
                    continue
                }
            }
            let side = sight.x < -0.3 ? "on the left" : sight.x > 0.3 ? "on the right" : "in the middle"
            let far = sight.distance < 2.2 ? "near" : sight.distance > 7 ? "far away" : ""
            sentences.append("the \(name) is " + (far.isEmpty || random.uniform() < 0.7 ? side : far))
        }
        return sentences
    }

    static func article(_ name: String) -> String { ("aeio".contains(name.prefix(1)) ? "an " : "a ") + name }

    static func joined(_ list: [String]) -> String {
        guard list.count > 1 else { return list.first ?? "" }
        return list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
    }
}
