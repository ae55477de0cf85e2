import Worlds

/// The script and its branches.
extension ScenarioParser {
    static let stepLimit = 100

    func steps(_ node: ScriptNode, _ check: ScenarioCheck) throws -> [ScenarioStep] {
        let entries = try node.list("'script'", limit: Self.stepLimit)
        if entries.isEmpty { throw node.error("the script is empty.") }
        return try entries.map { ScenarioStep(try operation($0, check), place: $0.place) }
    }

    private func operation(_ node: ScriptNode, _ check: ScenarioCheck) throws -> ScenarioStep.Operation {
        let words = ScenarioVocabulary.operations
        let fields = try node.mapping(
            "a step", keys: words + ["rate", "seconds", "on", "label", "dir", "times", "to", "where", "around"])
        let given = words.filter { fields[$0] != nil }
        guard let first = given.first else {
            throw node.error("a step needs one of \(words.joined(separator: ", ")).")
        }
        func only(_ keys: [String]) throws {
            for key in fields.keys.sorted() where !(keys + [first]).contains(key) {
                throw fields[key]!.error("'\(key)' does not go with '\(first)'.")
            }
        }
        switch first {
        case "wait":
            try only([])
            return .wait(try check.number(fields["wait"]!, "'wait'", 0...Self.lengthLimit, unit: "s"))
        case "mark":
            try only([])
            return .mark(try fields["mark"]!.name("the mark"))
        case "aim", "act":
            try only(["on", "label", "dir", "times", "to", "where"].filter { first == "act" || $0 == "dir" })
            let act = try act(node, fields, check)
            return first == "aim" ? .aim(act) : .act(act)
        case "orbit":
            try only(["around"])
            guard let around = fields["around"] else { throw node.error("'orbit' needs 'around', an object.") }
            return .orbit(
                try check.number(fields["orbit"]!, "'orbit'", -720...720, unit: "deg"),
                around: try check.object(around))
        default:
            try only(ScenarioVocabulary.motions + ["rate", "seconds"])
            func number(_ key: String, _ range: ClosedRange<Double>, _ unit: String?) throws -> ScenarioInput? {
                try fields[key].map { try check.number($0, "'\(key)'", range, unit: unit) }
            }
            return .move(
                ScenarioStep.Motion(
                    walk: try number("walk", -30...30, "m"), strafe: try number("strafe", -30...30, "m"),
                    turn: try number("turn", -1440...1440, "deg"), look: try number("look", -100...100, "deg"),
                    jump: try number("jump", 1...20, nil), rate: try number("rate", 1...360, "deg/s"),
                    seconds: try number("seconds", 0.05...Self.lengthLimit, "s")))
        }
    }

    private func act(
        _ node: ScriptNode, _ fields: [String: ScriptNode], _ check: ScenarioCheck
    ) throws -> ScenarioStep.Act {
        var act = ScenarioStep.Act(verb: "aim", label: "aim")
        if let aim = fields["aim"] {
            act.object = try check.object(aim)
        } else if let verb = fields["act"] {
            act.verb = try verb.word("verb", among: vocabulary.verbs.keys)
            act.object = try fields["on"].map(check.object)
            if act.object == nil, !["place", "throw"].contains(act.verb) {
                throw node.error("'act: \(act.verb)' needs 'on', an object.")
            }
        }
        act.label = try fields["label"]?.name("the label") ?? act.verb
        act.direction = try fields["dir"].map { try check.word($0, "direction", among: ["left", "right", "away"]) }
        act.times = try fields["times"].map { try check.number($0, "'times'", 0...20, unit: nil) }
        act.target = try fields["to"].map(check.object)
        act.place = try fields["where"].map { try check.word($0, "place", among: ["inside", "on", "beside"]) }
        if act.verb == "put", act.target == nil || act.place == nil {
            throw node.error("'act: put' needs 'to', an object, and 'where': inside, on or beside.")
        }
        return act
    }

    func branches(
        _ node: ScriptNode, _ scenario: Scenario, _ check: ScenarioCheck
    ) throws -> [ScenarioBranch] {
        let labels = scenario.script.compactMap { step -> String? in
            if case .act(let act) = step.operation { act.label } else { nil }
        }
        func label(_ node: ScriptNode) throws -> String {
            guard !labels.isEmpty else { throw node.error("the script has no action that a branch could change.") }
            return try node.word("label", among: Set(labels))
        }
        let branches = try node.fields("'branches'", limit: 12).map { key, value in
            var branch = ScenarioBranch(name: try key.name("a branch"), place: key.place)
            let fields = try value.mapping("the branch '\(branch.name)'", keys: ["drop", "replace", "shift"])
            branch.drop = try fields["drop"]?.entries("'drop'").map(label) ?? []
            for (key, value) in try fields["replace"]?.fields("'replace'") ?? [] {
                branch.replace[try label(key)] = try substitute(value, check)
            }
            for (key, value) in try fields["shift"]?.fields("'shift'") ?? [] {
                branch.shift[try label(key)] = try check.number(value, "'shift'", -10...30, unit: "s")
            }
            return branch
        }
        guard branches.contains(where: \.isPlain) else {
            throw node.error("one branch must follow the script, e.g. 'factual: {}'.")
        }
        return branches
    }

    private func substitute(_ node: ScriptNode, _ check: ScenarioCheck) throws -> ScenarioBranch.Substitute {
        if node.scalar != nil {
            _ = try node.word("substitute", among: ["nothing", "push_air"])
            return .nothing
        }
        let fields = try node.mapping("a substitute", keys: ["act", "on", "dir", "times", "to", "where"])
        guard fields["act"] != nil else { throw node.error("a substitute needs 'act', or is the word push_air.") }
        return .act(try act(node, fields, check))
    }
}
