import Tensors
import Worlds

/// Branches: the same way of the camera, other presses of `use`.
extension StagedRun {
    /// The run in which this branch's presses are made instead, in a world begun anew at `start`.
    func branched(
        _ branch: ScenarioBranch, _ start: Start, _ parameters: [String: PropertyValue], contextFrames: Int
    ) throws -> StagedRun {
        var moved: [Press] = []
        for press in presses where !branch.drop.contains(press.label) {
            var press = press
            if let substitute = branch.replace[press.label] {
                press = try replaced(press, by: substitute, branch, parameters, moved, contextFrames)
            }
            if let shift = branch.shift[press.label]?.number(parameters) {
                press.index += Self.grouped(shift * Self.framesPerSecond)
            }
            guard press.index >= contextFrames, press.index + Self.pressFrames < actions.count else {
                throw error(
                    branch.place,
                    "the branch '\(branch.name)' moves '\(press.label)' to frame \(press.index), outside \(contextFrames) to "
                        + "\(actions.count - Self.pressFrames - 1).")
            }
            if let other = moved.first(where: { abs($0.index - press.index) <= Self.pressFrames }) {
                throw error(
                    branch.place, "the branch '\(branch.name)' moves '\(press.label)' onto '\(other.label)'.")
            }
            moved.append(press)
        }
        var edited = actions
        for i in edited.indices { edited[i][.use] = 0 }
        for press in moved { for i in 0..<Self.pressFrames { edited[press.index + i][.use] = 1 } }
        var run = try StagedRun(start, subject: subject)
        for action in edited { try run.step(action) }
        (run.presses, run.marks) = (moved, marks)
        try run.checkPresses(branch)
        return run
    }

    /// The press at the nearest moment when the crosshair meets nothing, or another thing.
    private func replaced(
        _ press: Press, by substitute: ScenarioBranch.Substitute, _ branch: ScenarioBranch,
        _ parameters: [String: PropertyValue], _ taken: [Press], _ contextFrames: Int
    ) throws -> Press {
        var new = press
        let fits: (Moment) -> Bool
        let sought: String
        switch substitute {
        case .nothing:
            (new.verb, new.object, sought) = ("nothing", nil, "nothing")
            fits = { $0.isFree }
        case .act(let act):
            let name = act.object?.word(parameters) ?? ""
            let id = try instance(name, branch.place)
            (new.verb, new.object, sought) = (act.verb, id, "'\(name)'")
            fits = { $0.aimed == id }
        }
        // A press acts in its first frame, whose picture is the moment after the action. It has to fit a little longer.
        let places = stride(from: Self.grouped(Double(contextFrames), up: true), to: actions.count - 4, by: Self.group)
        // The same act on the same thing means another time of looking at it.
        var own = press.index + 1...press.index + 1
        if new.object == press.object, new.verb == press.verb {
            while own.lowerBound > 1, fits(moments[own.lowerBound - 1]) { own = own.lowerBound - 1...own.upperBound }
            while own.upperBound < frame, fits(moments[own.upperBound + 1]) {
                own = own.lowerBound...own.upperBound + 1
            }
        }
        func isFree(_ i: Int) -> Bool {
            guard !own.contains(i + 1), fits(moments[i + 1]), fits(moments[i + 2]) else { return false }
            return taken.allSatisfy { abs($0.index - i) > Self.pressFrames }
        }
        let free = places.filter(isFree)
        guard let nearest = free.min(by: { a, b in abs(a - press.index) < abs(b - press.index) }) else {
            throw error(
                branch.place,
                "the branch '\(branch.name)' needs a moment when the crosshair meets \(sought): aim there before or after '\(press.label)'."
            )
        }
        new.index = nearest
        return new
    }

    /// Every press of a branch does what it should, and one at nothing does nothing.
    private func checkPresses(_ branch: ScenarioBranch) throws {
        for press in presses {
            let near = events.filter {
                $0.cause == "use" && (press.index + 1...press.index + Self.pressFrames).contains($0.frame)
            }
            if press.verb == "nothing" {
                if let event = near.first {
                    throw error(
                        branch.place,
                        "in the branch '\(branch.name)' the press at nothing does something: \(event.kind) of \(name(of: event.object))."
                    )
                }
            } else if !near.contains(where: { Self.shows($0, press.verb, press.object) }) {
                throw error(
                    branch.place,
                    "in the branch '\(branch.name)' the press '\(press.label)' at frame \(press.index) has no effect.")
            }
        }
    }
}
