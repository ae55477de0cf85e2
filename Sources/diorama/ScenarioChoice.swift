import ArgumentParser
import Evaluations
import Scenarios
import Tensors
import Worlds

/// A scenario and one of its draws, as a command line names them.
struct ScenarioChoice {
    /// An id, or the path of a .yaml file.
    var name: String
    /// By default the first.
    var draw: Int?

    /// The cases of the chosen draw: several where a parameter is counterbalanced.
    func cases() throws -> [StagedCase] {
        let scenarios = try ScenarioLibrary.scenarios(name, Metrics.measures)
        guard let scenario = scenarios.first, scenarios.count == 1 else {
            throw FileError("\(name) holds \(scenarios.count) scenarios; give a file with one.")
        }
        return try Self.draws(of: scenario, number: draw).map { try scenario.staged($0) }
    }

    func staged() throws -> StagedCase {
        guard let first = try cases().first else { throw FileError("\(name) has no draws.") }
        return first
    }

    static func draws(of scenario: Scenario, number: Int?) throws -> [ScenarioDraw] {
        let draws = scenario.draws(suiteSeed: 0)
        guard let number = number ?? draws.first?.number, draws.contains(where: { $0.number == number }) else {
            throw ValidationError(
                "--draw must be one of \(Set(draws.map(\.number)).sorted().map(String.init).joined(separator: ", ")).")
        }
        return draws.filter { $0.number == number }
    }

    /// What is done in a branch, by the actions of the world that is to do it.
    static func actions(
        _ staged: StagedCase, branch: String?, space: ActionSpace, of world: String
    ) throws -> [Action] {
        let run = try staged.run.translated(to: space, of: world)
        let name = branch ?? run.mainBranch
        guard let actions = run.branches[name] else {
            throw ValidationError(
                "There is no branch '\(name)'\(NearestWord.hint(name, among: run.branches.keys))")
        }
        return actions
    }
}
