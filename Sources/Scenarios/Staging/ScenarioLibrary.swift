import Foundation
import Tensors
import Worlds

/// A folder of scenario scripts: a folder a family, a file a scenario, and suites that list them.
public struct ScenarioLibrary: Sendable {
    /// The folders of a library.
    public static let families = [
        "rotate", "translate", "orbit", "anchor", "occlusion", "out_of_view", "containment", "state", "contact",
        "forces", "mechanisms", "specificity", "continuity", "reaction",
    ]

    /// The folder of what generators are asked for, and its families.
    public static let promptFolder = "prompts"
    public static let promptFamilies = ["text", "image", "extend", "connect", "loop", "edit", "prototype"]

    public let folder: URL
    /// The words that scripts and suites may use.
    public let vocabulary: ScenarioVocabulary
    /// By family, then by id.
    public let scenarios: [Scenario]
    /// The suites by name.
    public let suites: [String]

    /// Reads every script of a folder; `measures` are what they may be judged by.
    public init(_ folder: URL, _ measures: ScenarioMeasures) throws {
        self.folder = folder
        vocabulary = ScenarioVocabulary(measures)
        let files = FileManager.default
        guard let entries = try? files.contentsOfDirectory(atPath: folder.path) else {
            throw FileError("\(folder.relativePath) is not a folder of scenarios.")
        }
        suites = entries.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
        var scenarios: [Scenario] = []
        for family in Self.families + [Self.promptFolder] where entries.contains(family) {
            let place = folder.appendingPathComponent(family)
            let own = family == Self.promptFolder ? Self.promptFamilies : [family]
            for name in try files.contentsOfDirectory(atPath: place.path).sorted() where name.hasSuffix(".yaml") {
                for scenario in try Scenario.load(place.appendingPathComponent(name), vocabulary) {
                    if let other = scenarios.first(where: { $0.id == scenario.id }) {
                        throw scenario.place.error("the id '\(scenario.id)' is used twice; \(other.place) has it too.")
                    }
                    guard own.contains(scenario.family) else {
                        throw scenario.place.error(
                            "the family is \(scenario.family), but the script lies in the folder \(family).")
                    }
                    scenarios.append(scenario)
                }
            }
        }
        guard !scenarios.isEmpty else {
            throw FileError("\(folder.relativePath) holds no scenarios: no folder of a family with .yaml files.")
        }
        self.scenarios = scenarios
    }

    /// The scenarios that come with Diorama.
    public static func shipped(_ measures: ScenarioMeasures) throws -> ScenarioLibrary {
        guard let folder = Bundle.module.url(forResource: "Scenarios", withExtension: nil) else {
            throw FileError("The scenarios are missing from \(Bundle.module.bundlePath); build Diorama anew.")
        }
        return try ScenarioLibrary(folder, measures)
    }

    /// Whether `name` is that of a file, or of a pipe, and not of something shipped.
    public static func isFile(_ name: String) -> Bool {
        name.contains("/") || isPath(name)
    }

    public subscript(id: String) -> Scenario? { scenarios.first { $0.id == id } }

    /// A scenario by its id.
    public func scenario(_ id: String) throws -> Scenario {
        guard let scenario = self[id] else {
            throw FileError(
                "There is no scenario '\(id)'\(NearestWord.hint(id, among: scenarios.map(\.id)))")
        }
        return scenario
    }

    /// A suite by its name, or by the path of its file.
    public func suite(_ name: String) throws -> Suite {
        let known = scenarios.map(\.id)
        let played = scenarios.filter { !Self.promptFamilies.contains($0.family) }.map(\.id)
        if Self.isFile(name) {
            return try Suite.load(URL(fileURLWithPath: name), known: known, all: played, vocabulary)
        }
        guard suites.contains(name) else {
            throw FileError("There is no suite '\(name)'\(NearestWord.hint(name, among: suites))")
        }
        return try Suite.load(folder.appendingPathComponent(name + ".yaml"), known: known, all: played, vocabulary)
    }

    /// Whether a name is a file's.
    public static func isPath(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

    /// Scenarios by id, or those of a script's path.
    public static func scenarios(_ name: String, _ measures: ScenarioMeasures) throws -> [Scenario] {
        if isFile(name) { return try Scenario.load(URL(fileURLWithPath: name), ScenarioVocabulary(measures)) }
        return [try shipped(measures).scenario(name)]
    }
}
