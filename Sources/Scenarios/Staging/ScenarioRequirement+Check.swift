import Tensors
import Worlds

/// Whether what a script requires has happened.
extension ScenarioRequirement {
    /// What may be required beside the events of the reference world.
    static let sights = ["visible", "hidden", "moved", "still", "state"]
    /// Least pixels of the small picture that show a visible thing: one in 300.
    static let visiblePixels = 8

    func check(_ run: StagedRun, _ parameters: [String: PropertyValue]) throws {
        let name = object.word(parameters) ?? ""
        let id = try run.instance(name, place)
        let from = after.flatMap { run.marks[$0] } ?? 0
        let to = (before ?? at).flatMap { run.marks[$0] } ?? run.frame
        switch kind {
        case "visible", "hidden":
            let pixels = run.moments[to].pixels[id] ?? 0
            let right = kind == "visible" ? pixels >= Self.visiblePixels : pixels == 0
            if !right {
                throw fail(
                    run,
                    "'\(name)' is not \(kind) at '\(at ?? "end")', frame \(to): \(pixels) of "
                        + "\(StagedRun.size.width * StagedRun.size.height) pixels show it")
            }
        case "moved", "still":
            guard let a = run.state(of: id, at: from), let b = run.state(of: id, at: to) else {
                throw fail(run, "'\(name)' is not there at frames \(from) and \(to)")
            }
            let way = b.position - a.position
            let distance = Double((way * way).sum().squareRoot())
            let right = kind == "still" ? distance <= 0.02 : within(distance, parameters, least: 0.1)
            if !right {
                throw fail(
                    run,
                    "'\(name)' moves \((distance * 100).rounded() / 100) m between frames \(from) and \(to), which "
                        + "does not count as '\(kind)'")
            }
        case "state":
            guard let state = run.state(of: id, at: to)?.state, within(Double(state), parameters, least: nil) else {
                let state = run.state(of: id, at: to).map { String($0.state) } ?? "gone"
                throw fail(run, "the state of '\(name)' is \(state) at frame \(to)")
            }
        default:
            let found = run.events.filter { event in
                event.kind == kind && event.object == id && event.frame > from && event.frame <= to
                    && isCause(event.cause, run, parameters)
            }
            let times = Int(times.number(parameters) ?? 1)
            let right = times == 0 ? found.isEmpty : found.count >= times
            if !right {
                let happened = run.events.suffix(12).map { "\($0.kind) of \(run.name(of: $0.object)) at \($0.frame)" }
                throw fail(
                    run,
                    "'\(kind)' of '\(name)' happens \(found.count) times between frames \(from) and \(to), not "
                        + "\(times); what happens is \(happened.isEmpty ? "nothing" : happened.joined(separator: ", "))"
                )
            }
        }
    }

    private func fail(_ run: StagedRun, _ message: String) -> FileError {
        run.error(place, message + (branch.map { ", in the branch '\($0)'." } ?? "."))
    }

    private func within(_ x: Double, _ parameters: [String: PropertyValue], least: Double?) -> Bool {
        if let bound = bounds["eq"]?.number(parameters) { return abs(x - bound) < 1e-3 }
        if let bound = bounds["le"]?.number(parameters), x > bound { return false }
        let least = bounds["ge"]?.number(parameters) ?? (bounds["le"] == nil ? least : nil)
        return least.map { x >= $0 } ?? true
    }

    private func isCause(_ cause: String, _ run: StagedRun, _ parameters: [String: PropertyValue]) -> Bool {
        guard let word = self.cause?.word(parameters) else { return true }
        return cause == word || run.ids[word].map { cause == String($0) } == true
    }
}

extension StagedRun {
    func state(of id: UInt16, at frame: Int) -> Truth.ObjectState? {
        moments[frame].objects.first { $0.id == id }
    }
}
