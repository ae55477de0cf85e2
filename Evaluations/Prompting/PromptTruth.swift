import Scenarios
import Tensors
import Worlds

/// What a case of prompting truly looks like, and an unrelated scene under the same actions.
public struct PromptTruth: Sendable {
    let task: PromptTask
    /// Of the scene that is asked for.
    let frames: [Frame]
    /// Of the scene that an edit begins with; else those that are asked for.
    let source: [Frame]
    /// Of scenes that nobody asked for.
    let others: [[Frame]]
    /// The action that led to each picture.
    let actions: [Action]
    /// Pictures that are given, to the bit.
    let given: [Range<Int>]
    let text: String

    /// Throws, with the scenario's name, where its script asks for no task of its family.
    init(_ truth: CaseTruth, source: CaseTruth? = nil) throws {
        let scenario = truth.scenario
        guard let task = PromptTask(rawValue: scenario.family),
            let term = scenario.expectations.first(where: { $0.name == task.rawValue })
        else {
            throw FileError(
                "The scenario \(scenario.scenario) of the module \(scenario.module) does not expect '\(scenario.family)', "
                    + "its family; name it under 'expect'.")
        }
        // Both ends of a loop are the same picture.
        let count = truth.frameCount - (task == .loop ? 1 : 0)
        self.task = task
        frames = truth.main.prefix(count).map(\.frame)
        self.source = source.map { $0.main.prefix(count).map(\.frame) } ?? frames
        others = truth.unrelated.map { Array($0.prefix(count)) }
        actions = Array(([Action.none()] + truth.actions(scenario.mainBranch)).prefix(count))
        text = scenario.prompt ?? ""
        let marks = term.subjects.compactMap { truth.frame(of: $0) }.map { min($0, count) }
        switch task {
        case .text, .edit, .prototype: given = []
        case .image: given = [0..<1]
        case .extend, .connect, .loop:
            guard marks.count == 2, marks[0] < marks[1] else {
                throw FileError(
                    "The scenario \(scenario.scenario) has no pictures between the marks of '\(task.rawValue)'; set them "
                        + "in the order of the script.")
            }
            let (first, last) = (marks[0], marks[1])
            given = task == .extend ? [first..<last] : [0..<first, last..<count].filter { !$0.isEmpty }
        }
        guard task != .edit || source != nil else {
            throw FileError(
                "The scenario \(scenario.scenario) edits nothing: give it a 'pair' parameter, whose other scene it begins with."
            )
        }
        guard given.reduce(0, { $0 + $1.count }) < count else {
            throw FileError("The scenario \(scenario.scenario) gives all of its pictures; leave some to be made.")
        }
    }

    /// The question that the case asks.
    var question: PromptQuestion { PromptQuestion(self, source, isExchanged: false) }
    /// The same of the unrelated scene: whatever answers both alike does not look at what is given.
    var exchanged: PromptQuestion { PromptQuestion(self, others[0], isExchanged: true) }

    /// Pictures that are made.
    var made: [Int] { frames.indices.filter { index in !given.contains { $0.contains(index) } } }

    /// Neighbours of which one is given and the other made; a loop's end and beginning are neighbours.
    var joins: [(before: Int, after: Int)] {
        let isGiven = frames.indices.map { index in given.contains { $0.contains(index) } }
        var joins = (1..<max(1, frames.count)).filter { isGiven[$0] != isGiven[$0 - 1] }.map { ($0 - 1, $0) }
        if task == .loop { joins.append((frames.count - 1, 0)) }
        return joins
    }
}
