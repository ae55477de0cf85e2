import Dispatch
import Foundation
import Media
import ReferenceWorld
import Scenarios
import Synchronization
import Tensors
import Worlds

/// Looks at all recordings of a suite before the first one is scored, and at the frames that their makers were given.
struct RecordingCheck: Sendable {
    let layout: RolloutLayout
    let groups: [[ScenarioCase]]

    private struct Item {
        var scenario: ScenarioCase
        var member: Int
        var branch: String
        var name: String { RolloutLayout.name(scenario, member: member, branch: branch) }
    }

    private struct State {
        var next = 0
        var done = 0
        var remarks: [(file: String, words: String)] = []
        var refusals: [(name: String, sentence: String)] = []
        var failure: (any Error)?
    }

    /// Throws where a recording has to be mended first.
    /// - Returns: what else is to be said of them, a sentence each; what is true of many is said once.
    func run(progress: (Int, Int) throws -> Void) throws -> [String] {
        let items = groups.filter { $0.allSatisfy(\.isPlayed) }.flatMap { group in
            group.enumerated().flatMap { member, scenario in
                scenario.branches.keys.sorted().map { Item(scenario: scenario, member: member, branch: $0) }
            }
        }
        let state = Mutex(State())
        // Few enough at once for a machine that allows few open files.
        let lanes = min(4, max(1, Machine.threads))
        for first in stride(from: 0, to: items.count, by: lanes) {
            DispatchQueue.concurrentPerform(iterations: min(lanes, items.count - first)) { lane in
                check(items[first + lane], state)
            }
            let now = state.withLock { $0 }
            if let failure = now.failure { throw failure }
            try progress(min(items.count, first + lanes), items.count)
        }
        let end = state.withLock { $0 }
        let refusals = end.refusals.sorted { $0.name < $1.name }
        if let first = refusals.first {
            let more = refusals.count - 1
            throw FileError(
                more == 0
                    ? first.sentence
                    : "\(first.sentence) (and \(more) more recording\(more == 1 ? "" : "s") with faults)")
        }
        return Self.sentences(end.remarks)
    }

    private static func sentences(_ remarks: [(file: String, words: String)]) -> [String] {
        Dictionary(grouping: remarks, by: \.words).map { words, all in
            let files = all.map(\.file).sorted()
            return "\(files[0])\(files.count == 1 ? "" : " (and \(files.count - 1) more)") \(words)"
        }.sorted()
    }

    private func check(_ item: Item, _ state: borrowing Mutex<State>) {
        do {
            guard let place = try layout.place(item.name) else { return }
            let file = place.url.lastPathComponent
            do {
                let remarks = try remarks(item, place)
                let beside = layout.actions(item.name)
                var actions: String?
                if try FileStatus.of(beside) != nil {
                    actions = try ActionLines.remark(beside, of: item.scenario.branches[item.branch] ?? [])
                }
                state.withLock {
                    $0.remarks += remarks.map { (file, $0) }
                    if let actions { $0.remarks.append((beside.lastPathComponent, actions)) }
                }
            } catch let error as RefusedRecording {
                state.withLock { $0.refusals.append((item.name, "\(place.url.path) \(error)")) }
            } catch let error as DamagedVideo {
                state.withLock { $0.refusals.append((item.name, error.description)) }
            }
        } catch is FailedRollout {
            // Scored 0, and named then.
        } catch { state.withLock { $0.failure = $0.failure ?? error } }
    }

    private func remarks(_ item: Item, _ place: RolloutLayout.Place) throws -> [String] {
        let actions = item.scenario.branches[item.branch] ?? []
        let count = actions.count + 1
        let recording = try Recording(place, of: layout, count: count)
        guard recording.timing.indices.count >= count else { return [] }
        let given = try Self.given(item.scenario, actions)
        var pictures: [Frame] = []
        try recording.read(given.count) { pictures.append($0) }
        let frames = GivenFrames(recorded: pictures, expected: given)
        let fitting = frames.fitting(pixelAspect: recording.pixelAspect, turns: recording.quarterTurns)
        let odd = try frames.check(fitting) { try beginnings(except: item.scenario) }
        let shape = fitting.deed.map { deed in
            let (own, asked) = ("\(pictures[0].width)x\(pictures[0].height)", "\(given[0].width)x\(given[0].height)")
            return
                "has pictures of \(own), the case of \(asked)\(fitting.isOtherShape ? ", another shape" : ""): \(deed)"
        }
        return [recording.timing.remark, shape, odd].compactMap { $0 }
    }

    /// The frames of a case that candidates are given.
    private static func given(_ scenario: ScenarioCase, _ actions: [Action]) throws -> [Frame] {
        var world = ReferenceWorld(truth: false)
        var frames = [try world.reset(scenario.start).frame]
        for action in actions.prefix(max(1, min(scenario.contextFrames, actions.count)) - 1) {
            frames.append(try world.step(action).frame)
        }
        return frames
    }

    /// The first frames of all other cases.
    private func beginnings(except own: ScenarioCase) throws -> [(name: String, frame: Frame)] {
        try groups.joined().filter { $0.scenario != own.scenario || $0.draw != own.draw }.map { other in
            var world = ReferenceWorld(truth: false)
            return ("\(other.scenario)-\(other.draw)", try world.reset(other.start).frame)
        }
    }

    /// Of a recording that ends before its case does.
    static func short(_ place: RolloutLayout.Place, _ timing: FrameTiming, _ count: Int, given: Int) -> FailedRollout {
        let isHeadless = timing.indices.count == count - given
        return FailedRollout(
            code: "short",
            sentence: "\(place.url.lastPathComponent) in \(place.url.deletingLastPathComponent().path) has "
                + "\(timing.extent), and the case has \(count)."
                + (isHeadless ? " The \(given) given ones seem to be left out: put them in front." : ""))
    }
}
