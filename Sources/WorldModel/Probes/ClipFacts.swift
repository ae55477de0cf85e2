import Text

/// What holds of a clip, by looks at some of its pictures.
public struct ClipFacts: Sendable {
    /// Looks at a clip.
    public static let looks = 4
    /// How sure a place or a time must be to be told.
    private static let leastShare: Float = 0.5

    /// The pictures that are looked at, each with the one before it that it is held against.
    public static func pictures(of count: Int) -> [(before: Int, now: Int)] {
        let first = min(FactProbe.spacing, count - 1)
        return (0..<looks).map { k in
            let now = first + (2 * k + 1) * (count - first) / (2 * looks)
            return (max(0, min(now, count - 1) - FactProbe.spacing), min(now, count - 1))
        }
    }

    /// What most looks have. `motion`: the camera's, nil: unknown.
    public static func facts(_ looks: [PictureFacts], motion: CameraShift?, edge: MotionEdge = .found) -> Set<Fact> {
        var facts: Set<Fact> = []
        let most = (looks.count + 1) / 2
        func count(_ holds: (PictureFacts) -> Bool) -> Int { looks.count(where: holds) }
        for (index, noun) in FactLexicon.nouns.enumerated() {
            guard count({ $0.things.contains { $0.noun == index } }) >= most else { continue }
            facts.insert(Fact(.kind, noun))
            for (c, colour) in FactLexicon.colours.enumerated()
            where count({ $0.things.contains { $0.noun == index && $0.colour == c } }) >= most {
                facts.insert(Fact(.colour, "\(colour) \(noun)"))
            }
            let numbers = looks.map { $0.things.count { $0.noun == index } }.sorted()
            let number = min(4, numbers[numbers.count / 2])
            if number > 1 { facts.insert(Fact(.number, "\(number) \(noun)")) }
            if count({ $0.things.contains { $0.noun == index && $0.moves } }) >= most {
                facts.insert(Fact(.event, "\(noun) moves"))
            }
        }
        if let place = likeliest(looks.map(\.places)) { facts.insert(Fact(.place, FactLexicon.places[place])) }
        if let time = likeliest(looks.map(\.times)) { facts.insert(Fact(.time, FactLexicon.times[time])) }
        if let motion { facts.formUnion(edge.words(motion).map { Fact(.camera, $0) }) }
        return facts
    }

    private static func likeliest(_ shares: [[Float]]) -> Int? {
        guard let first = shares.first, !first.isEmpty else { return nil }
        let means = first.indices.map { i in shares.reduce(0) { $0 + $1[i] } / Float(shares.count) }
        let best = means.indices.max { means[$0] < means[$1] }!
        return means[best] >= leastShare ? best : nil
    }
}
