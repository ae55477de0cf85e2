import Tensors
import Worlds

/// Checks values of a script, and every value that its parameters may take there.
struct ScenarioCheck {
    let parameters: [ScenarioParameter]
    let objects: [String]

    init(_ scenario: Scenario) {
        parameters = scenario.parameters
        objects = scenario.objects.map(\.id)
    }

    /// Every value that an input may take; undefined parameters are an error at `node`.
    private func values(_ input: ScenarioInput, _ node: ScriptNode) throws -> [PropertyValue] {
        try defined(input, node)
        guard case .parameter(let name, _) = input, let parameter = parameters.first(where: { $0.name == name }) else {
            return [input.resolved([:])]
        }
        return parameter.values.map { input.resolved([name: $0]) }
    }

    func defined(_ input: ScenarioInput, _ node: ScriptNode) throws {
        for name in input.names where !parameters.contains(where: { $0.name == name }) {
            throw parameters.isEmpty
                ? node.error("the parameter $\(name) is not defined; add it to 'params'.")
                : node.error("unknown parameter '\(name)'\(NearestWord.hint(name, among: parameters.map(\.name)))")
        }
    }

    /// A number, or parameters all of whose values are numbers in `range`.
    func number(
        _ node: ScriptNode, _ what: String, _ range: ClosedRange<Double>, unit: String?
    ) throws -> ScenarioInput {
        let input = try node.input(what, unit: unit)
        for value in try values(input, node) {
            guard let x = value.number else { throw node.error("\(what) must be a number, not \(value.text).") }
            guard range.contains(x) else {
                let bounds = [range.lowerBound, range.upperBound].map { PropertyValue.number($0).text }
                throw node.error(
                    "\(what) is \(value.text), which is outside \(bounds[0]) to \(bounds[1])\(unit.map { " " + $0 } ?? "")."
                )
            }
        }
        return input
    }

    func word(_ node: ScriptNode, _ what: String, among words: [String]) throws -> ScenarioInput {
        let input = try node.input("the \(what)")
        for value in try values(input, node) {
            guard words.contains(value.text) else {
                throw node.error(
                    "unknown \(what) '\(value.text.prefix(40))'\(NearestWord.hint(value.text, among: words))")
            }
        }
        return input
    }

    /// An object of the script, or one of a group: "pins.2", "clutter.1".
    func object(_ node: ScriptNode) throws -> ScenarioInput {
        let input = try node.input("an object")
        for value in try values(input, node) {
            let name = value.text
            let group = name.split(separator: ".").first.map(String.init) ?? name
            if objects.isEmpty { throw node.error("there is no object '\(name.prefix(40))': 'world' lists none.") }
            guard objects.contains(name) || objects.contains(group) || group == "clutter" else {
                throw node.error("unknown object '\(name.prefix(40))'\(NearestWord.hint(name, among: objects))")
            }
        }
        return input
    }

    /// What the world's settings say of parameters.
    func world(_ node: ScriptNode, _ settings: [String: ScriptNode]) throws {
        if let clutter = settings["clutter"] { _ = try number(clutter, "'clutter'", 0...40, unit: nil) }
        if let template = settings["template"] { try defined(try template.input("'template'"), template) }
        for entry in try settings["objects"]?.list("'objects'") ?? [] {
            for (key, value) in try entry.fields("an object") where key.scalar != "id" {
                try defined(try value.input("'\(key.scalar ?? "")'"), value)
            }
        }
    }

    /// Marks are given once, and something happens.
    func script(_ steps: [ScenarioStep], _ root: ScriptNode) throws {
        var marks: Set<String> = []
        var moves = false
        for step in steps {
            guard case .mark(let name) = step.operation else {
                moves = true
                continue
            }
            if [ScenarioCase.startMark, ScenarioCase.endMark, "all"].contains(name) {
                throw step.place.error("every script has a mark '\(name)' already.")
            }
            if !marks.insert(name).inserted { throw step.place.error("the mark '\(name)' is given twice.") }
        }
        if !moves { throw root.error("the script has marks alone; nothing happens in it.") }
    }

    /// A parameter that nothing depends on would make draws alike.
    func everyParameterIsUsed(_ scenario: Scenario, _ node: ScriptNode?) throws {
        guard let node else { return }
        var used = Set(scenario.template.names + scenario.clutter.names)
        for object in scenario.objects { used.formUnion(object.kind.names + object.properties.values.flatMap(\.names)) }
        for step in scenario.script { used.formUnion(step.operation.names) }
        for branch in scenario.branches { used.formUnion(branch.shift.values.flatMap(\.names)) }
        for branch in scenario.branches {
            for case .act(let act) in branch.replace.values { used.formUnion(act.names) }
        }
        for (key, _) in try node.fields("'params'") {
            if let name = key.scalar, !used.contains(name) {
                throw key.error("the parameter '\(name)' is not used; write $\(name) where it belongs.")
            }
        }
    }
}
