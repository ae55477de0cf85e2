import Worlds

/// Gates, expectations and required events.
extension ScenarioParser {
    func terms(
        _ node: ScriptNode, _ what: String, _ words: [String: ScenarioMeasures.Subject], _ names: ScenarioNames
    ) throws -> [ScenarioTerm] {
        try node.list("the \(what)s", limit: 40).map { entry in
            if entry.scalar != nil { return ScenarioTerm(name: try entry.word(what, among: words.keys)) }
            var term = ScenarioTerm(name: "")
            var subject = ScenarioMeasures.Subject.none
            for (i, field) in try entry.fields("a \(what)").enumerated() {
                if i == 0 {
                    term.name = try field.key.word(what, among: words.keys)
                    subject = words[term.name] ?? .none
                    term.subjects = try subjects(field.value, term.name, subject, names)
                    continue
                }
                let key = try field.key.word("key of '\(term.name)'", among: vocabulary.measures.arguments)
                switch key {
                case "at": term.at = try field.value.word("mark", among: names.marks)
                case "among":
                    term.among = try field.value.list("'among'", limit: 12).map {
                        try $0.word("alternative", among: vocabulary.measures.alternatives)
                    }
                    if !term.among.contains("true") { throw field.value.error("'among' must have 'true' in it.") }
                case "from": term.arguments[key] = .word(try field.value.word("mark", among: names.marks))
                default:
                    guard case .number(let x) = try field.value.literal("'\(key)'") else {
                        throw field.value.error("'\(key)' must be a number.")
                    }
                    term.arguments[key] = .number(x)
                }
            }
            guard !term.name.isEmpty else { throw entry.error("the \(what) is empty.") }
            return term
        }
    }

    private func subjects(
        _ node: ScriptNode, _ name: String, _ subject: ScenarioMeasures.Subject, _ names: ScenarioNames
    ) throws -> [String] {
        let entries = try node.entries("'\(name)'")
        func all(_ what: String, _ words: some Collection<String>) throws -> [String] {
            if words.isEmpty { throw node.error("'\(name)' speaks of \(what), and the scenario has none.") }
            return try entries.map { try $0.word(what, among: words) }
        }
        switch subject {
        case .none: return try entries.map { try $0.text("'\(name)'") }
        case .frames:
            return try entries.map { try $0.word("mark", among: names.marks.union(["all"])) }
        case .marks:
            guard entries.count == 2 else { throw node.error("'\(name)' compares two marks, e.g. [seen, back].") }
            return try all("mark", names.marks)
        case .branches:
            if name != "null_floor", entries.count != 2 {
                throw node.error("'\(name)' compares two branches, e.g. [factual, no_push].")
            }
            return try all("branch", names.branches)
        case .objects: return try all("object", names.objects)
        }
    }

    func requirements(
        _ node: ScriptNode, _ names: ScenarioNames, _ check: ScenarioCheck
    ) throws -> [ScenarioRequirement] {
        let words = vocabulary.events + vocabulary.sights
        return try node.list("'events'", limit: 40).map { entry in
            let fields = try entry.fields("an event")
            guard let first = fields.first else { throw entry.error("the event is empty.") }
            var requirement = ScenarioRequirement(
                kind: try first.key.word("event", among: words), object: try check.object(first.value),
                times: .value(.number(1)), bounds: [:], place: entry.place)
            for (key, value) in fields.dropFirst() {
                let keys = ["at", "after", "before", "times", "branch", "cause", "ge", "le", "eq"]
                switch try key.word("key of '\(requirement.kind)'", among: keys) {
                case "at": requirement.at = try value.word("mark", among: names.marks)
                case "after": requirement.after = try value.word("mark", among: names.marks)
                case "before": requirement.before = try value.word("mark", among: names.marks)
                case "branch": requirement.branch = try value.word("branch", among: names.branches)
                case "cause":
                    let causes = ["use", "contact", "gravity", "timer"]
                    requirement.cause =
                        causes.contains(value.scalar ?? "") ? try value.input("'cause'") : try check.object(value)
                case "times": requirement.times = try check.number(value, "'times'", 0...100, unit: nil)
                case let bound:
                    requirement.bounds[bound] = try check.number(value, "'\(bound)'", -1000...1000, unit: nil)
                }
            }
            if ["visible", "hidden"].contains(requirement.kind), requirement.at == nil {
                throw entry.error("'\(requirement.kind)' needs 'at', a mark.")
            }
            if requirement.kind == "state", requirement.bounds.isEmpty {
                throw entry.error("'state' needs a bound: ge, le or eq.")
            }
            return requirement
        }
    }
}
