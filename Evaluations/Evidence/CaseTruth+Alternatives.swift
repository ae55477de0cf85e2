import Camera
import Foundation
import ReferenceWorld
import Scenarios
import Worlds

extension CaseTruth {
    /// Metres that displaced things and twins stand aside.
    static let aside: Float = 0.8

    /// The alternatives that a term asks about, or those named; nil where they cannot be told apart in the pictures.
    func alternatives(_ term: ScenarioTerm, among names: [String]? = nil) -> AlternativeSet? {
        let names = names ?? term.among
        return alternatives(term, named: "\(names)") { world, id, frame in
            guard world.position(of: id) != nil else { return nil }
            return names.filter { $0 != "true" }.flatMap { name in
                self.forks(name, world, id, term, frame).map { (name: name, world: $0) }
            }
        }
    }

    /// Pictures of the forks that `forks` makes of the world at the term's moment, for its object's instance id there;
    /// nil where it makes none. They are made once for all who ask under the same name.
    func alternatives(
        _ term: ScenarioTerm, named name: String,
        forks: (ReferenceWorld, UInt16, Int) -> [(name: String, world: ReferenceWorld)]?
    ) -> AlternativeSet? {
        let key = "\(name) \(term)"
        if let known = choices.withLock({ $0[key] }) { return known }
        var made: AlternativeSet?
        if let frame = frame(of: term.at ?? "end"), let world = worlds[frame],
            let id = term.subjects.first.flatMap({ scenario.objects[$0] }), let forks = forks(world, id, frame)
        {
            made = AlternativeSet(world, at: frame, actions: actions(scenario.mainBranch), forks: forks)
        }
        choices.withLock { [made] in $0[key] = .some(made) }
        return made
    }

    private func forks(
        _ name: String, _ world: ReferenceWorld, _ id: UInt16, _ term: ScenarioTerm, _ frame: Int
    ) -> [ReferenceWorld] {
        let right = world.pose.axes.right * Self.aside
        let seen =
            term.arguments["from"]?.word.flatMap { self.frame(of: $0) } ?? self.frame(of: "seen") ?? firstMade - 1
        switch name {
        case "absent": return [world.removing(id)]
        case "twin": return [world.duplicating(id, by: right)]
        case "displaced", "moved", "outside":
            return [world.displacing(id, by: right), world.displacing(id, by: right * -1)]
        case "swap":
            let kind = truth(frame).objects.first { $0.id == id }?.kind
            let fellows = scenario.objects.values.filter { other in
                other != id && truth(frame).objects.contains { $0.id == other && $0.kind == kind }
            }
            if !fellows.isEmpty { return fellows.sorted().map { world.swapping(id, $0) } }
            return ["red", "blue", "yellow", "white"].map { world.recoloring(id, $0) }
        case "stale": return [past(world, id, seen)]
        case "early": return [past(world, id, max(0, frame - 10))]
        case "reset": return [past(world, id, 0)]
        case "paused": return [past(world, id, lastSight(of: id, before: frame))]
        case "whole": return [world.setting(state: 0, of: id)]
        case "other":
            let state = world.state(of: id) ?? 0
            let kind = truth(frame).objects.first { $0.id == id }?.kind ?? ""
            let counts = ["burger", "canvas", "button"].contains(kind)
            return [world.setting(state: counts ? state + 1 : 1 - min(1, state), of: id)]
        default: return []
        }
    }

    /// The world with a thing as it was at an earlier frame of the main branch.
    func past(_ world: ReferenceWorld, _ id: UInt16, _ frame: Int, share: Float = 0) -> ReferenceWorld {
        guard let then = truth(frame).objects.first(where: { $0.id == id }), let now = world.position(of: id),
            let state = world.state(of: id)
        else { return world }
        let back = 1 - share
        return world.displacing(id, by: (then.position - now) * back)
            .setting(state: state + (then.state - state) * back, of: id)
    }

    /// The last frame in which a thing was in sight before it was hidden before `frame`.
    private func lastSight(of id: UInt16, before frame: Int) -> Int {
        var t = frame
        while t > 0 && truth(t).instances.contains(id) { t -= 1 }
        while t > 0 && !truth(t).instances.contains(id) { t -= 1 }
        return t
    }
}
