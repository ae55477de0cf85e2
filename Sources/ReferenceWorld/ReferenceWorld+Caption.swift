/// What a scene shows at its start, in words.
extension ReferenceWorld {
    /// One line.
    public var caption: String {
        let list = inventory(limit: 3)
        return stage.scene.setting + " " + stage.scene.daylight.name
            + (list.isEmpty ? "" : " with " + Self.joined(list))
    }

    /// A few sentences.
    public var longCaption: String {
        let list = inventory(limit: .max)
        return "This is \(stage.scene.setting) \(stage.scene.daylight.name). \(stage.scene.details)"
            + (list.isEmpty ? "" : " There is \(Self.joined(list)).")
    }

    /// The things in order of how much they catch the eye, counted.
    private func inventory(limit: Int) -> [String] {
        var names: [String] = []
        let order = [
            "ball", "dog", "person", "burger", "canvas", "lamp", "box", "lever", "door", "block", "tree",
        ]
        for noun in order {
            for thing in stage.things where thing.kind.noun == noun { names.append(Self.words(thing, noun)) }
        }
        var counted: [(name: String, count: Int)] = []
        for name in names {
            if let i = counted.firstIndex(where: { $0.name == name }) {
                counted[i].count += 1
            } else {
                counted.append((name, 1))
            }
        }
        return counted.prefix(limit).map { name, count in
            guard count > 1 else { return ("aeiou".contains(name.prefix(1)) ? "an " : "a ") + name }
            let number = count < 5 ? ["two", "three", "four"][count - 2] : "many"
            return number + " " + (name.hasSuffix("box") ? name + "es" : name + "s")
        }
    }

    private static func words(_ thing: Thing, _ noun: String) -> String {
        switch noun {
        case "person": "person in \(thing.colorName)"
        case "canvas": "canvas"
        case "lamp": thing.state > 0 ? "lit lamp" : "dark lamp"
        case "door": thing.state > 0 ? "open door" : "closed door"
        default: thing.colorName.isEmpty ? noun : "\(thing.colorName) \(noun)"
        }
    }

    private static func joined(_ list: [String]) -> String {
        guard list.count > 1 else { return list.first ?? "" }
        return list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
    }
}
