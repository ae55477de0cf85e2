import Foundation
import Tensors
import Worlds

/// Reads suites (schema `suite/1`).
extension Suite {
    public static let schema = "suite/1"

    /// The suite of a YAML file; `known` are the ids of the scenarios that it may list, `all` those that "all" stands for, by
    /// default the same.
    public static func load(
        _ url: URL, known: [String], all: [String]? = nil, _ vocabulary: ScenarioVocabulary
    ) throws -> Suite {
        try parse(
            try FileContents.text(url, what: "suite"), file: url.relativePath, known: known, all: all, vocabulary)
    }

    /// Whether a file holds a suite, not scenarios.
    public static func isSuite(_ url: URL) throws -> Bool {
        let text = try FileContents.text(url, what: "suite or scenario")
        let first = try ScriptReader.documents(text, file: url.relativePath, limit: ScenarioParser.documentLimit).first
        let fields = (try? first?.fields("it")) ?? []
        return fields.contains { $0.key.scalar == "schema" && $0.value.scalar == schema }
            || fields.contains { $0.key.scalar == "scenarios" }
    }

    /// The suite of a text; `file` is what errors call it, and what the paths of scenarios are relative to.
    public static func parse(
        _ text: String, file: String = "the suite", known: [String], all: [String]? = nil,
        _ vocabulary: ScenarioVocabulary
    ) throws -> Suite {
        guard let root = try ScriptReader.document(text, file: file) else {
            throw FileError("\(file) is empty; begin it with 'schema: \(schema)'.")
        }
        let keys = ["schema", "id", "about", "scenarios", "draws", "seed", "noise_seeds", "context"]
        let fields = try root.mapping("a suite", keys: keys)
        func required(_ key: String) throws -> ScriptNode {
            guard let field = fields[key] else { throw root.error("the suite has no '\(key)'.") }
            return field
        }
        func count(_ node: ScriptNode?, _ what: String, _ range: ClosedRange<Int>) throws -> Int? {
            guard let node else { return nil }
            guard case .number(let x) = try node.literal(what), x == x.rounded(), range.contains(Int(x)) else {
                throw node.error("\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
            }
            return Int(x)
        }
        let given = try required("schema")
        guard given.scalar == schema else { throw given.error("the schema must be \(schema), not \(given.kind).") }
        var suite = Suite(id: try required("id").name("'id'"), scenarios: [], place: root.place)
        suite.about = try fields["about"]?.text("'about'", limit: 500) ?? ""
        let list = try required("scenarios")
        if list.scalar == "all" {
            suite.scenarios = all ?? known
        } else {
            for entry in try list.list("'scenarios'", limit: 1000) {
                let own = try scenarios(at: entry, file: URL(fileURLWithPath: file), vocabulary)
                suite.own += own ?? []
                for id in try own?.map(\.id) ?? [entry.word("scenario", among: known)] {
                    if suite.scenarios.contains(id) { throw entry.error("the scenario '\(id)' is listed twice.") }
                    suite.scenarios.append(id)
                }
            }
        }
        if suite.scenarios.isEmpty { throw list.error("the suite lists no scenarios.") }
        if let node = fields["draws"] {
            let draws = try node.mapping("'draws'", keys: ["id", "ood", "comb"])
            let full = ScenarioDraw.Counts.full
            suite.draws = ScenarioDraw.Counts(
                id: try count(draws["id"], "'id'", 0...full.id) ?? 0,
                ood: try count(draws["ood"], "'ood'", 0...full.ood) ?? 0,
                comb: try count(draws["comb"], "'comb'", 0...full.comb) ?? 0)
            if suite.draws == .init(id: 0, ood: 0, comb: 0) { throw node.error("the suite makes no draws.") }
        }
        suite.seed = UInt64(try count(fields["seed"], "'seed'", 0...100_000) ?? 0)
        suite.noiseSeeds = try count(fields["noise_seeds"], "'noise_seeds'", 1...64) ?? 1
        suite.contextFrames = try count(fields["context"], "'context'", 1...64) ?? 9
        return suite
    }

    /// The scenarios of the file whose path stands in a list; nil where it is no path.
    private static func scenarios(
        at entry: ScriptNode, file: URL, _ vocabulary: ScenarioVocabulary
    ) throws -> [Scenario]? {
        guard var path = entry.scalar, path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return nil }
        if path.hasPrefix("./") { path.removeFirst(2) }
        let folder = file.deletingLastPathComponent()
        guard let url = try? FolderName.url(path, in: folder, levels: 8, from: file) else {
            throw entry.error(
                "'\(path.prefix(200))' is no file in or below the suite's folder; put the scenario there.")
        }
        return try Scenario.load(url, vocabulary)
    }
}
