import Tensors
import Worlds

/// How a draw becomes a case: its script is played in the reference world.
extension Scenario {
    /// Frames given to a candidate where a suite does not say: one picture and four groups of two.
    public static let contextFrames = 9

    /// The case of a draw, with pictures of the given size in pixels.
    ///
    /// Throws, with the place in the script, what the script says and the reference world does not do: a blocked way, a
    /// press without effect, a required event that does not happen.
    public func staged(
        _ draw: ScenarioDraw, contextFrames: Int = contextFrames, width: Int = 128, height: Int = 80
    ) throws -> StagedCase {
        let scene = scene(draw.parameters)
        let start = Start(seed: draw.seed, description: scene, width: width, height: height)
        let words = draw.parameters.words
        let subject = "in draw \(draw.number)\(words.isEmpty ? "" : " (\(words))"), "
        var run: StagedRun
        do { run = try StagedRun(start, subject: subject) } catch {
            throw worldPlace.error(subject + "the scene cannot be built: \(error)")
        }
        for step in script { try run.play(step, draw.parameters, parameters) }
        guard run.frame > contextFrames else {
            throw place.error(
                "\(subject)the case has \(run.frame + 1) frames, no more than the \(contextFrames) that a candidate is given."
            )
        }
        if let press = run.presses.first(where: { $0.index < contextFrames }) {
            throw place.error(
                "\(subject)'\(press.label)' is done at frame \(press.index), within the \(contextFrames) frames that a "
                    + "candidate is given; wait longer before it.")
        }
        run.marks[ScenarioCase.startMark] = contextFrames
        run.marks[ScenarioCase.endMark] = run.frame
        var played = [mainBranch: run]
        for branch in branches where branch.name != mainBranch {
            played[branch.name] =
                branch.isPlain ? run : try run.branched(branch, start, draw.parameters, contextFrames: contextFrames)
        }
        for requirement in requirements {
            try requirement.check(played[requirement.branch ?? mainBranch] ?? run, draw.parameters)
        }
        var made = ScenarioCase(
            scenario: id, module: module, family: family, heldOut: heldOut, split: draw.split, draw: draw.number,
            seed: draw.seed, pair: draw.pair, parameters: draw.parameters, start: start, contextFrames: contextFrames,
            branches: played.mapValues(\.actions), mainBranch: mainBranch, marks: run.marks, objects: run.ids,
            gates: gates,
            expectations: expectations, sharesNoise: sharesNoise)
        made.prompt = prompt.map { text in
            draw.parameters.reduce(text) { $0.replacing("$\($1.key)", with: $1.value.text) }
        }
        return StagedCase(
            scenario: self, run: made, events: played.mapValues(\.events),
            names: Dictionary(run.ids.map { ($1, $0) }) { max($0, $1) })
    }
}

extension [String: PropertyValue] {
    /// Parameters in words, e.g. "dir left, mass 2".
    public var words: String { sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }.joined(separator: ", ") }
}
