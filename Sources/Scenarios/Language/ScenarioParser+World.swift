import Worlds

/// Objects and parameters.
extension ScenarioParser {
    static let objectLimit = 24
    static let parameterLimit = 8
    static let valueLimit = 16

    func objects(_ node: ScriptNode) throws -> [Scenario.Object] {
        var objects: [Scenario.Object] = []
        for entry in try node.list("'objects'", limit: Self.objectLimit) {
            var id: String?
            var kind: ScenarioInput?
            var properties: [String: ScenarioInput] = [:]
            for (key, value) in try entry.fields("an object") {
                switch try key.name("a property") {
                case "id": id = try value.name("the object's 'id'")
                case "kind": kind = try value.input("'kind'")
                case let name: properties[name] = try value.input("'\(name)'")
                }
            }
            guard let id else { throw entry.error("the object has no 'id'.") }
            if objects.contains(where: { $0.id == id }) { throw entry.error("the object '\(id)' is there twice.") }
            objects.append(
                Scenario.Object(
                    id: id, kind: kind ?? .value(.word(id)), properties: properties, place: entry.place))
        }
        return objects
    }

    func parameters(_ node: ScriptNode) throws -> [ScenarioParameter] {
        try node.fields("'params'", limit: Self.parameterLimit).map { key, value in
            let name = try key.name("a parameter")
            let fields = try value.mapping("the parameter '\(name)'", keys: ["id", "ood", "pair", "unit"])
            func values(_ key: String) throws -> [PropertyValue] {
                guard let field = fields[key] else { return [] }
                let entries = try field.list("'\(key)' of '\(name)'", limit: Self.valueLimit)
                let values = try entries.map { try $0.literal("a value of '\(name)'") }
                for (i, value) in values.enumerated() where values[..<i].contains(value) {
                    throw entries[i].error("the parameter '\(name)' lists \(value.text) twice.")
                }
                return values
            }
            let parameter = ScenarioParameter(
                name: name, id: try values("id"), ood: try values("ood"), pair: try values("pair"),
                unit: try fields["unit"]?.word("unit", among: ScenarioVocabulary.units))
            if parameter.id.isEmpty == parameter.pair.isEmpty {
                throw value.error("the parameter '\(name)' needs either 'id' or 'pair', a list of values.")
            }
            if parameter.pair.count == 1 || parameter.pair.count > 4 {
                throw value.error("the pair of '\(name)' has \(parameter.pair.count) values; give 2 to 4.")
            }
            if !parameter.pair.isEmpty, ![0, 1, parameter.pair.count].contains(parameter.ood.count) {
                throw value.error(
                    "'ood' of the pair '\(name)' must have one value, which takes the last one's place, or as many as the pair."
                )
            }
            if let both = parameter.ood.first(where: { (parameter.id + parameter.pair).contains($0) }) {
                throw value.error("the parameter '\(name)' has \(both.text) both in and out of distribution.")
            }
            let kinds = Set(parameter.values.map { $0.number != nil ? 0 : $0.word != nil ? 1 : 2 })
            if kinds.count > 1 { throw value.error("the parameter '\(name)' mixes numbers, words and lists.") }
            return parameter
        }
    }

    func combinations(_ node: ScriptNode, _ parameters: [ScenarioParameter]) throws -> [[String: PropertyValue]] {
        let free = parameters.filter { !$0.id.isEmpty }
        return try node.list("'comb'", limit: 16).map { entry in
            var combination: [String: PropertyValue] = [:]
            for (key, value) in try entry.fields("a combination", limit: Self.parameterLimit) {
                let name = try key.word("parameter", among: free.map(\.name))
                let literal = try value.literal("the value of '\(name)'")
                guard free.first(where: { $0.name == name })?.id.contains(literal) == true else {
                    throw value.error("\(literal.text) is not among the 'id' values of '\(name)'.")
                }
                combination[name] = literal
            }
            guard combination.count > 1 else {
                throw entry.error("a combination needs two parameters or more, e.g. {mass: 2, dir: left}.")
            }
            return combination
        }
    }
}
