import Evaluations
import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Scenarios

/// The shipped scripts are whole.
@Suite struct LibraryTests {
    @Test func everyFamilyHasItsScenarios() throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let isPrompt = { (scenario: Scenario) in scenario.module == "prompting" }
        let counts = Dictionary(grouping: library.scenarios.filter { !isPrompt($0) }, by: \.family).mapValues(\.count)
        #expect(counts.count == ScenarioLibrary.families.count)
        #expect(counts.values.allSatisfy { (3...6).contains($0) }, "\(counts)")
        #expect(library.scenarios.allSatisfy { !$0.about.isEmpty && !$0.expectations.isEmpty })
        #expect(library.scenarios.allSatisfy { $0.gates.isEmpty == ($0.module == "surprise" || isPrompt($0)) })
        // What is generated has a suite of its own.
        let prompts = Set(library.scenarios.filter(isPrompt).map(\.id))
        #expect(try Set(library.suite("prompts").scenarios) == prompts)
        #expect(try prompts.isDisjoint(with: library.suite("standard").scenarios))
    }

    @Test func suitesListWhatThereIs() throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        #expect(library.suites == ["full", "prompts", "smoke", "standard"])
        for name in library.suites {
            let suite = try library.suite(name)
            #expect(suite.id == name && !suite.about.isEmpty)
        }
        let smoke = try library.suite("smoke")
        #expect(Set(try smoke.scenarios.map { try library.scenario($0).family }).count == 12)
    }

    @Test(arguments: [
        ("scenarios: [turn_91_back]", "unknown scenario 'turn_91_back'; did you mean 'turn_90_back'?"),
        ("scenarios: []", "the suite lists no scenarios."),
        ("scenarios: all\ndraws: {id: 0}", "the suite makes no draws."),
        ("scenarios: all\ndraws: {id: 9}", "'id' must be a whole number from 0 to 4."),
        ("scenarios: all\nseeds: 3", "unknown key in a suite 'seeds'; did you mean 'seed'?"),
    ])
    func mistakesInSuitesAreTold(_ text: String, _ message: String) throws {
        let error = #expect(throws: (any Error).self) {
            try Scenarios.Suite.parse(
                "schema: suite/1\nid: mine\n" + text, file: "mine.yaml", known: ["turn_90_back", "push_ball"],
                ScenarioVocabulary(Metrics.measures))
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message), "\(String(describing: error))")
    }

    @Test func aSuiteListsOnesOwnScenariosByPath() throws {
        let folder = try TemporaryFolder()
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let shipped = try String(
            contentsOf: library.folder.appendingPathComponent("rotate/turn_90_back.yaml"), encoding: .utf8)
        try FileManager.default.createDirectory(at: folder.file("mine"), withIntermediateDirectories: true)
        try shipped.replacing("id: turn_90_back", with: "id: my_turn").write(
            to: folder.file("mine/turn.yml"), atomically: true, encoding: .utf8)
        func suite(_ list: String) throws -> Scenarios.Suite {
            try "schema: suite/1\nid: mine\nscenarios: [\(list)]\ndraws: {id: 1}\n".write(
                to: folder.file("suite.yaml"), atomically: true, encoding: .utf8)
            return try library.suite(folder.file("suite.yaml").path)
        }
        let mixed = try suite("turn_90_back, mine/turn.yml")
        #expect(mixed.scenarios == ["turn_90_back", "my_turn"])
        #expect(try mixed.draws(in: library).map(\.scenario.id) == ["turn_90_back", "my_turn"])
        #expect(try suite("./mine/turn.yml").scenarios == ["my_turn"])
        #expect(try Scenarios.Suite.isSuite(folder.file("suite.yaml")))
        #expect(try !Scenarios.Suite.isSuite(folder.file("mine/turn.yml")))
        for (list, word) in [
            ("../turn.yaml", "suite.yaml:3:13: '../turn.yaml' is no file in or below"), ("/etc/x.yaml", "no file in"),
            ("mine/none.yaml", "Cannot read"), ("mine/turn.yml, ./mine/turn.yml", "listed twice"),
        ] {
            let error = #expect(throws: FileError.self) { try suite(list) }
            #expect(error?.description.contains(word) == true, "\(String(describing: error))")
        }
    }
}
