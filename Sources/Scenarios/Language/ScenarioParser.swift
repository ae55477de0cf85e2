import Foundation
import Tensors
import Worlds

/// Reads the documents of a scenario file.
struct ScenarioParser {
    static let documentLimit = 200
    /// Longest case, in seconds.
    static let lengthLimit = 60.0

    let file: String
    let vocabulary: ScenarioVocabulary

    /// All scenarios of a text, one a document.
    func scenarios(_ text: String) throws -> [Scenario] {
        let documents = try ScriptReader.documents(text, file: file, limit: Self.documentLimit)
        guard !documents.isEmpty else {
            throw FileError("\(file) holds no scenario; begin it with 'schema: scenario/1'.")
        }
        var scenarios: [Scenario] = []
        for document in documents {
            let scenario = try scenario(document)
            if let other = scenarios.first(where: { $0.id == scenario.id }) {
                throw scenario.place.error(
                    "the id '\(scenario.id)' is used twice; line \(other.place.line) has it too.")
            }
            scenarios.append(scenario)
        }
        return scenarios
    }

    private func scenario(_ root: ScriptNode) throws -> Scenario {
        let fields = try root.mapping("a scenario", keys: ScenarioVocabulary.keys)
        func required(_ key: String) throws -> ScriptNode {
            guard let field = fields[key] else { throw root.error("the scenario has no '\(key)'.") }
            return field
        }
        let schema = try required("schema")
        guard schema.scalar == ScenarioVocabulary.schema else {
            throw schema.error("the schema must be \(ScenarioVocabulary.schema), not \(schema.kind).")
        }
        let id = try required("id").name("'id'")
        let world = try required("world")
        let settings = try world.mapping("'world'", keys: ["template", "clutter", "objects"])
        guard let template = settings["template"] else { throw world.error("'world' has no 'template'.") }
        var scenario = Scenario(
            id: id, module: try required("module").word("module", among: vocabulary.measures.modules),
            family: try required("family").word("family", among: vocabulary.families),
            about: try fields["about"]?.text("'about'", limit: 500) ?? "",
            prompt: try fields["prompt"]?.text("'prompt'", limit: 500),
            heldOut: try fields["held_out"]?.flag("'held_out'") ?? false, template: try template.input("'template'"),
            clutter: try settings["clutter"]?.input("'clutter'") ?? .value(.number(0)),
            objects: try settings["objects"].map(objects) ?? [],
            parameters: try fields["params"].map(parameters) ?? [], combinations: [], script: [], requirements: [],
            gates: [], branches: [], sharesNoise: try fields["share_noise"]?.flag("'share_noise'") ?? true,
            expectations: [], place: root.place, worldPlace: world.place)
        let check = ScenarioCheck(scenario)
        try check.world(world, settings)
        scenario.combinations = try fields["comb"].map { try combinations($0, scenario.parameters) } ?? []
        scenario.script = try steps(try required("script"), check)
        try check.script(scenario.script, root)
        scenario.branches = try fields["branches"].map { try branches($0, scenario, check) } ?? []
        if scenario.branches.isEmpty { scenario.branches = [ScenarioBranch(name: "factual", place: root.place)] }
        let names = ScenarioNames(scenario)
        scenario.requirements = try fields["events"].map { try requirements($0, names, check) } ?? []
        scenario.gates = try fields["gates"].map { try terms($0, "gate", vocabulary.measures.gates, names) } ?? []
        scenario.expectations =
            try fields["expect"].map { try terms($0, "expectation", vocabulary.measures.expectations, names) } ?? []
        try check.everyParameterIsUsed(scenario, fields["params"])
        return scenario
    }
}
