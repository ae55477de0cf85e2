import Foundation
import Testing
import Worlds

@testable import Staging

/// The shipped scripts are whole.
@Suite struct LibraryTests {
    @Test func everyFamilyHasItsScenarios() throws {
        let library = try ScenarioLibrary.shipped()
        let counts = Dictionary(grouping: library.scenarios, by: \.family).mapValues(\.count)
        #expect(counts.count == ScenarioVocabulary.families.count)
        #expect(counts.values.allSatisfy { (3...6).contains($0) }, "\(counts)")
        #expect(library.scenarios.allSatisfy { !$0.about.isEmpty && !$0.expectations.isEmpty })
        #expect(library.scenarios.allSatisfy { $0.gates.isEmpty == ($0.module == "surprise") })
    }

    @Test func suitesListWhatThereIs() throws {
        let library = try ScenarioLibrary.shipped()
        #expect(library.suites == ["full", "smoke", "standard"])
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
            try Worlds.Suite.parse(
                "schema: suite/1\nid: mine\n" + text, file: "mine.yaml", known: ["turn_90_back", "push_ball"])
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message), "\(String(describing: error))")
    }
}
